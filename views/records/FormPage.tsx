import type { ExpectedError, Problem } from '../../models/values/errors.ts';
import { fieldNamed, type Fields } from '../../models/record/fields.ts';
import type { Label } from '../../models/values/format.ts';
import type { KeptRecord } from '../../models/record/noun.ts';
import type { VisibleNoun } from '../../models/record/visibleTo.ts';
import { FieldControl } from '../components/FieldControl.tsx';
import { ReasonInput } from './ReasonInput.tsx';
import type { FormChoices, Typed } from './typed.ts';
import { Csrf } from '../components/Csrf.tsx';
import { fieldContext, idOfField, type FieldContext } from '../components/fieldContext.ts';
import { Problems } from '../components/Problems.tsx';
import { UnsentNotice } from '../components/UnsentNotice.tsx';
import type { LineExtras } from '../forms/lineExtras.ts';
import { ParticipantCells, ParticipantsBar, ParticipantsFoot } from '../forms/ParticipantsFoot.tsx';
import type { ParticipantsRead } from '../forms/participantsRead.ts';
import { Layout } from '../Layout.tsx';
import type { Translate } from '../locales/index.ts';
import { usePage } from '../page.tsx';
import { sayProblem } from '../problem.ts';

/** What a button of a form's lines did: rows pasted, or a line removed. */
export type LinesDone =
  { list: string; pasted: ReadonlySet<number> } | { list: string; removed: number; pasted?: never };

export interface FormPageProps<F extends Fields, D> {
  noun: VisibleNoun<F, D>;
  typed: Typed;
  /** The record edited, with the version the form began from; null for a new one. */
  record: KeptRecord<F, D> | null;
  problems: ExpectedError['problems'];
  /** What came when the session was over and is shown again; null where it is gone. */
  unsent?: object | null | undefined;
  /** It shows what was sent and is not saved. */
  isChanged?: boolean;
  /** The reason of a change, as it was typed. */
  reason?: unknown;
  choices: FormChoices;
  /** Its participants as the program reads them, where it has any. */
  participants: ParticipantsRead | undefined;
  /** What the last button did, where it did not save. */
  done?: LinesDone | undefined;
}

/** The fields of a record's form: links to initiatives have a page of their own, and what the program sets has none. */
export function formFields(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([key, field]) => key !== 'supports' && !field.isReadOnly),
  );
}

/** The label of a dotted path of fields: `participants.0.country` → "Participants 1: Country". */
export function labelOfPath(fields: Fields, path: string, say: (label: Label) => string): string {
  const [key = '', index, ...rest] = path.split('.');
  const field = fieldNamed(fields, key);
  if (!field) return path;
  if (index === undefined) return say(field.label);
  const number = `${say(field.label)} ${Number(index) + 1}`;
  return rest.length > 0 ? `${number}: ${labelOfPath(field.items ?? {}, rest.join('.'), say)}` : number;
}

/** Of lines that were pasted: how many are known, new, and refused. */
function countsOf(
  pasted: ReadonlySet<number>,
  read: ParticipantsRead | undefined,
  problems: readonly Problem[],
) {
  const refused = new Set(problems.flatMap(({ field }) => /^participants\.(\d+)\./.exec(field)?.[1] ?? []));
  const taken = [...pasted].filter(at => !refused.has(String(at)));
  const known = taken.filter(at => read?.lines[at]?.state === 'known').length;
  return { count: pasted.size, known, isNew: taken.length - known, refused: pasted.size - taken.length };
}

/** What the table of participants shows besides their fields. */
const extrasOf = (read: ParticipantsRead, done: LinesDone | undefined, t: Translate): LineExtras => ({
  pasted: done?.pasted ?? new Set(),
  headings: [t('participants.share'), t('participants.register')],
  cellsOf: index => <ParticipantCells index={index} read={read.lines[index]} sum={read} />,
  foot: span => <ParticipantsFoot sum={read} span={span} />,
  readAt: '/projects/participants/read',
  lookAt: '/organisations/lookup.json',
  beside: 'euContribution',
});

/** The form of a record: made from its fields, with what was typed and one message a field. */
export function FormPage<F extends Fields, D>({
  noun,
  typed,
  record,
  problems,
  choices,
  unsent,
  reason,
  isChanged,
  participants,
  done,
}: FormPageProps<F, D>) {
  const { t, say } = usePage();
  const one = say(noun.label.one).toLowerCase();
  const title = record ? t('form.edit', { name: noun.identify(record) }) : t('form.new', { noun: one });
  const path = record ? `/${noun.path}/${encodeURIComponent(record.id)}` : `/${noun.path}`;
  const labelOf = (field: string) => labelOfPath(noun.fields, field, say);
  const sentence = (problem: Problem) => sayProblem(t, problem, labelOf(problem.field));
  const doneIn = (name: string): string | undefined => {
    if (done?.list !== name) return undefined;
    if (!done.pasted) return t('lines.removed', { number: done.removed + 1, list: labelOf(name) });
    return t('lines.pasted', countsOf(done.pasted, participants, problems));
  };
  const context: FieldContext = {
    doneIn,
    ...fieldContext(t, problems, field => labelOf(field).split(': ').at(-1) ?? field, choices),
    isFixed: key => record !== null && key === noun.codeField,
    extrasOf: name => (participants && name === 'participants' ? extrasOf(participants, done, t) : undefined),
  };
  return (
    <Layout title={title} wide>
      <h1>{title}</h1>
      <Problems said={problems.map(one => ({ id: idOfField(one.field), says: sentence(one) }))} />
      <UnsentNotice unsent={unsent} />
      <form
        method="post"
        action={path}
        class="record-form"
        noValidate
        data-changed={isChanged || Boolean(unsent) || undefined}
      >
        <Csrf />
        {record && <input type="hidden" name="_version" value={record.version} />}
        {/* Pressing Enter in a field saves: the first button of a form is the one it presses. */}
        <button class="visually-hidden" tabIndex={-1} aria-hidden="true">
          {t('action.save')}
        </button>
        {Object.entries(formFields(noun.fields)).map(([key, field]) => (
          <FieldControl key={key} field={field} name={key} value={typed[key] ?? ''} context={context} />
        ))}
        {record && <ReasonInput value={typeof reason === 'string' ? reason : ''} />}
        <div class="form-actions">
          <button class="btn btn-primary">{t('action.save')}</button>
          <a class="btn btn-link" href={path}>
            {t('action.cancel')}
          </a>
          {participants && <ParticipantsBar sum={participants} />}
          {participants && <p id="look-says" class="visually-hidden" role="status" />}
        </div>
      </form>
    </Layout>
  );
}
