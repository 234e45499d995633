import { ExpectedError } from '../../models/values/errors.ts';
import type { Fields } from '../../models/record/fields.ts';
import type { Label } from '../../models/values/format.ts';
import type { Reader } from '../../models/accounts/reader.ts';
import type { Noun } from '../../models/record/noun.ts';
import { saveRecord } from '../../models/record/record.ts';
import { visibleTo } from '../../models/record/visibleTo.ts';
import { FormPage, formFields } from '../../views/records/FormPage.tsx';
import type { FormChoices, Typed } from '../../views/records/typed.ts';
import {
  addOrRemoveLine,
  inputFrom,
  readTyped,
  refuseUnknownNames,
  withoutBlanks,
} from '../line/formInput.ts';
import { checkInput } from '../line/input.ts';
import { shown, type Answer, type RouteRequest } from '../line/route.ts';
import { getEditable, saved } from '../line/written.ts';
import { showConflict } from './conflict.tsx';

/** What the form of a noun needs, for a new record as for one that is edited. */
export interface RecordForm<F extends Fields, D> {
  noun: Noun<F, D>;
  /** Rules over several fields, in words. */
  rules?: Label;
  /** Options of the choices that are records themselves. */
  choices(reader: Reader): Promise<FormChoices>;
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
  const again = async (problems: ExpectedError['problems'], status: number, lines: Typed) => {
    const choices = await of.choices(reader);
    const version = request.version ?? record?.version ?? 0;
    return shown(
      () => (
        <FormPage
          noun={visible}
          typed={lines}
          record={record && { ...record, version }}
          problems={problems}
          choices={choices}
          isChanged
          reason={request.body['_reason']}
        />
      ),
      {},
      { status },
    );
  };
  if (changed) return again([], 200, changed);
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
