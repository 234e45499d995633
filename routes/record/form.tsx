import { ExpectedError } from '../../models/values/errors.ts';
import type { Fields } from '../../models/record/fields.ts';
import type { KeptRecord } from '../../models/record/noun.ts';
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
  textIn,
  typedFrom,
  withoutBlanks,
} from '../line/formInput.ts';
import { checkInput } from '../line/input.ts';
import type { Answer, RouteRequest } from '../line/route.ts';
import { getEditable, saved } from '../line/written.ts';
import { showConflict } from './conflict.tsx';
import { showForm, type RecordForm } from './showForm.tsx';

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
  if (changed)
    return showAgain(of, request, reader, record, { typed: changed, done: removedIn(request.body['_line']) });
  const rows = textIn(request.body, '_paste');
  // Rows that were pasted as text and not read yet are read first: nothing of them is lost.
  if (of.pasteParticipants && rows.trim() !== '') {
    const pasted = of.pasteParticipants(typed, rows, textIn(request.body, '_pasteInto'));
    const done = { list: 'participants', pasted: pasted.lines };
    return showAgain(of, request, reader, record, { typed: pasted.typed, problems: pasted.problems, done });
  }
  return saveTyped(of, request, reader, record, typed);
}

interface Again {
  typed: Typed;
  problems?: ExpectedError['problems'];
  done?: LinesDone | undefined;
}

/** The form once more, of the version that it was of. */
async function showAgain<F extends Fields, D>(
  of: RecordForm<F, D>,
  request: RouteRequest,
  reader: Reader,
  record: KeptRecord<F, D> | null,
  { typed, problems = [], done }: Again,
  status = 200,
): Promise<Answer> {
  const shownRecord = record && { ...record, version: request.version ?? record.version };
  const reason = request.body['_reason'];
  return showForm(
    of,
    reader,
    { typed, record: shownRecord, problems, isChanged: true, reason, done },
    status,
  );
}

/** Saves what was typed: the record, the form with what is wrong in it, or both texts where somebody was faster. */
async function saveTyped<F extends Fields, D>(
  of: RecordForm<F, D>,
  request: RouteRequest,
  reader: Reader,
  record: KeptRecord<F, D> | null,
  typed: Typed,
): Promise<Answer> {
  const { noun } = of;
  const fields = formFields(visibleTo(noun, reader).fields);
  const id = record && record.id;
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
    if (error.kind === 'invalid')
      return showAgain(of, request, reader, record, { typed: filled, problems: error.problems }, 422);
    if (error.kind === 'stale' && record) {
      return showConflict(noun, request, reader, filled);
    }
    throw error;
  }
}

/** After a conflict: saves the form, with the fields of theirs that were chosen in the place of one's own. */
export async function resolveConflict<F extends Fields, D>(
  of: RecordForm<F, D>,
  request: RouteRequest,
  reader: Reader,
): Promise<Answer> {
  const { noun } = of;
  const record = await getEditable(noun, request, reader);
  const fields = formFields(visibleTo(noun, reader).fields);
  refuseUnknownNames(fields, request.body, name => name.startsWith('_keep.'));
  const typed = readTyped(fields, request.body);
  for (const [key, kept] of Object.entries(typedFrom(fields, record))) {
    if (request.body[`_keep.${key}`] === 'theirs') typed[key] = kept;
  }
  return saveTyped(of, request, reader, record, typed);
}
