import type { Reader } from '../../models/accounts/reader.ts';
import type { Fields } from '../../models/record/fields.ts';
import { findVersion } from '../../models/lists/history.ts';
import type { Noun } from '../../models/record/noun.ts';
import { forEditing, visibleTo } from '../../models/record/visibleTo.ts';
import { ConflictPage } from '../../views/records/ConflictPage.tsx';
import { formFields } from '../../views/records/FormPage.tsx';
import type { Typed } from '../../views/records/typed.ts';
import { readTyped, refuseUnknownNames, typedFrom } from '../line/formInput.ts';
import { shown, type Answer, type RouteRequest } from '../line/route.ts';
import { getEditable } from '../line/written.ts';
import { showForm, type RecordForm } from './showForm.tsx';

/** Somebody saved while a person was editing: both texts side by side, beside what the person began from. */
export async function showConflict<F extends Fields, D>(
  noun: Noun<F, D>,
  request: RouteRequest,
  reader: Reader,
  yours: Typed,
): Promise<Answer> {
  const visible = visibleTo(noun, reader);
  const fields = formFields(visible.fields);
  // Read again: what made the write stale may be newer than what this request read first.
  const record = await getEditable(noun, request, reader);
  const theirs = typedFrom(fields, record);
  const start = request.version === null ? null : await findVersion(noun, record.id, request.version);
  const began = start && typedFrom(fields, visibleTo(noun, forEditing(reader)).see(start));
  return shown(
    () => <ConflictPage noun={visible} record={record} began={began} theirs={theirs} yours={yours} />,
    {},
    { status: 409 },
  );
}

/** After a conflict: the form again, with the fields of theirs that were chosen in the place of one's own. */
export async function resolveConflict<F extends Fields, D>(
  of: RecordForm<F, D>,
  request: RouteRequest,
  reader: Reader,
): Promise<Answer> {
  const { noun } = of;
  const record = await getEditable(noun, request, reader);
  const visible = visibleTo(noun, reader);
  const fields = formFields(visible.fields);
  refuseUnknownNames(fields, request.body, name => name.startsWith('_keep.'));
  const typed = readTyped(fields, request.body);
  const theirs = typedFrom(fields, record);
  for (const [key, kept] of Object.entries(theirs)) {
    if (request.body[`_keep.${key}`] === 'theirs') typed[key] = kept;
  }
  const seen = { ...record, version: request.version ?? record.version };
  return showForm(of, reader, { typed, record: seen, problems: [] });
}
