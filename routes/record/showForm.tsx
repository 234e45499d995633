import type { Reader } from '../../models/accounts/reader.ts';
import type { Fields } from '../../models/record/fields.ts';
import type { Noun } from '../../models/record/noun.ts';
import { visibleTo } from '../../models/record/visibleTo.ts';
import type { Label } from '../../models/values/format.ts';
import type { ParticipantsRead } from '../../views/forms/participantsRead.ts';
import { FormPage, type FormPageProps } from '../../views/records/FormPage.tsx';
import type { FormChoices, Typed } from '../../views/records/typed.ts';
import type { Pasted } from '../pasteParticipants.ts';
import { shown, type Answer } from '../line/route.ts';

/** What the form of a noun needs, for a new record as for one that is edited. */
export interface RecordForm<F extends Fields, D> {
  noun: Noun<F, D>;
  /** Rules over several fields, in words. */
  rules?: Label;
  /** Options of the choices that are records themselves. */
  choices(reader: Reader): Promise<FormChoices>;
  /** How its participants are read, where it has any. */
  readParticipants?(typed: Typed): Promise<ParticipantsRead>;
  /** How rows of a sheet become participants, in which of its fields they were pasted. */
  pasteParticipants?(typed: Typed, text: string, into: string): Pasted;
}

/** The form of a record, with what was typed in it. */
export async function showForm<F extends Fields, D>(
  of: RecordForm<F, D>,
  reader: Reader,
  props: Omit<FormPageProps<F, D>, 'noun' | 'choices' | 'participants'>,
  status = 200,
): Promise<Answer> {
  const [choices, participants] = await Promise.all([of.choices(reader), of.readParticipants?.(props.typed)]);
  return shown(
    () => (
      <FormPage noun={visibleTo(of.noun, reader)} choices={choices} participants={participants} {...props} />
    ),
    {},
    { status },
  );
}
