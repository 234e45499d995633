import { ExpectedError } from '../../models/values/errors.ts';
import type { Fields } from '../../models/record/fields.ts';
import type { Reader } from '../../models/accounts/reader.ts';
import { saveRecord } from '../../models/record/record.ts';
import { visibleTo } from '../../models/record/visibleTo.ts';
import { formFields, type LinesDone } from '../../views/records/FormPage.tsx';
import type { Typed } from '../../views/records/typed.ts';
import {
  addOrRemoveLine,
  inputFrom,
  readTyped,
  refuseUnknownNames,
  withoutBlanks,
} from '../line/formInput.ts';
import { checkInput } from '../line/input.ts';
import type { Answer, RouteRequest } from '../line/route.ts';
import { getEditable, saved } from '../line/written.ts';
import { showConflict } from './conflict.tsx';
import { showForm, type RecordForm } from './showForm.tsx';

const textIn = (body: RouteRequest['body'], key: string): string => {
  const text = body[key];
  return typeof text === 'string' ? text : '';
};

/** Which line a button removed; undefined where it added one. */
function removedIn(pressed: unknown): LinesDone | undefined {
  const [, list, number] = /^-(.+)\.(\d+)$/.exec(typeof pressed === 'string' ? pressed : '') ?? [];
  return list === undefined ? undefined : { list, removed: Number(number) };
}

/** Saves what the form of a record sent: the record, or the form again with what is wrong in it. */
export async function saveForm<F extends Fields, D>(
  of: RecordForm<F, D>,
  request: RouteRequest,
  reader: Reader,
  id: string | null,
): Promise<Answer> {
  const { noun } = of;
  const visible = visibleTo(noun, reader);
  const fields = formFields(visible.fields);
  refuseUnknownNames(fields, request.body);
  const typed = readTyped(fields, request.body);
  const changed = addOrRemoveLine(fields, typed, request.body['_line']);
  const record = id === null ? null : await getEditable(noun, request, reader);
  const again = async (
    problems: ExpectedError['problems'],
    status: number,
    lines: Typed,
    done?: LinesDone,
  ) => {
    const version = request.version ?? record?.version ?? 0;
    const shownRecord = record && { ...record, version };
    const reason = request.body['_reason'];
    return showForm(
      of,
      reader,
      { typed: lines, record: shownRecord, problems, isChanged: true, reason, done },
      status,
    );
  };
  if (changed) return again([], 200, changed, removedIn(request.body['_line']));
  const rows = textIn(request.body, '_paste');
  // Rows that were pasted as text and not read yet are read first: nothing of them is lost.
  if (of.pasteParticipants && rows.trim() !== '') {
    const pasted = of.pasteParticipants(typed, rows, textIn(request.body, '_pasteInto'));
    return again(pasted.problems, 200, pasted.typed, { list: 'participants', pasted: pasted.lines });
  }
  const filled = withoutBlanks(typed);
  try {
    const before = record ? [record] : [];
    const values = checkInput(fields, inputFrom(fields, filled, before), true);
    const after = await saveRecord(
      noun,
      { id, version: record ? (request.version ?? 0) : null, values, reader },
      request.change(),
    );
    return saved(noun, after, request, reader, 201, record?.version);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    if (error.kind === 'invalid') return again(error.problems, 422, filled);
    if (error.kind === 'stale' && record) {
      return showConflict(noun, request, reader, filled);
    }
    throw error;
  }
}
