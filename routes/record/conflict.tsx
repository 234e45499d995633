import type { Reader } from '../../models/accounts/reader.ts';
import type { Fields } from '../../models/record/fields.ts';
import { findVersion } from '../../models/lists/history.ts';
import type { Noun } from '../../models/record/noun.ts';
import { forEditing, visibleTo } from '../../models/record/visibleTo.ts';
import { ConflictPage } from '../../views/records/ConflictPage.tsx';
import { formFields } from '../../views/records/FormPage.tsx';
import type { Typed } from '../../views/records/typed.ts';
import { textIn, typedFrom } from '../line/formInput.ts';
import { shown, type Answer, type RouteRequest } from '../line/route.ts';
import { getEditable } from '../line/written.ts';

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
    () => (
      <ConflictPage
        {...{ noun: visible, record, began, theirs, yours }}
        reason={textIn(request.body, '_reason')}
      />
    ),
    {},
    { status: 409 },
  );
}
