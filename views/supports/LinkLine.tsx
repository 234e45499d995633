import type { ExpectedError } from '../../models/values/errors.ts';
import type { Fields } from '../../models/record/fields.ts';
import type { Initiative } from '../../models/strategies/strategy.ts';
import { supportFields } from '../../models/assessments/support.ts';
import { FieldControl } from '../components/FieldControl.tsx';
import type { FieldContext } from '../components/fieldContext.ts';
import { supportTexts } from '../locales/supports.ts';
import { usePage } from '../page.tsx';
import { sayProblem } from '../problem.ts';
import type { Typed } from '../records/typed.ts';

/** A link as typed; without a significance the initiative is not assessed. */
export type Line = Typed & { initiative: string; significance: string; shareBp: string };

interface Props {
  keyActions: readonly { value: string; label: string }[];
  problems: ExpectedError['problems'];
  line: Line;
  index: number;
  initiative: Initiative;
}

const { significance, shareBp, justification, source, keyAction } = supportFields;
const { notAssessed, noKeyAction } = supportTexts.supports;
/** What a line of the form asks of a link. */
const lineFields: Fields = {
  significance: { ...significance, isRequired: false, emptyMeans: notAssessed },
  shareBp: { ...shareBp, label: { en: `${shareBp.label.en} (%)`, nl: `${shareBp.label.nl} (%)` } },
  justification,
  source,
  keyAction: { ...keyAction, emptyMeans: noKeyAction },
};

/** One initiative of the form: significance, share, justification, source, key action. */
export function LinkLine({ line, index, initiative, keyActions, problems }: Props) {
  const { t, say } = usePage();
  const nameOf = (key: string) => `supports.${index}.${key}`;
  const context: FieldContext = {
    problemOf: name =>
      problems
        .filter(({ field }) => field === name)
        .map(one => sayProblem(t, one, say(initiative.title)))[0] ?? null,
    idOf: name => name.replaceAll('.', '-'),
    choices: { keyAction: keyActions.filter(({ value }) => value.startsWith(`${initiative.number}.`)) },
    isFixed: () => false,
    isCompact: true,
    buttonAt: () => (
      <button
        class="btn btn-outline-secondary"
        name="_whole"
        data-in-place
        value={line.initiative}
        aria-label={t('supports.wholeOf', { number: initiative.number })}
      >
        {t('supports.whole')}
      </button>
    ),
  };
  return (
    <fieldset class={line.significance === '' ? 'link-line' : 'link-line is-linked'}>
      <legend>
        {initiative.number}. {say(initiative.title)}
      </legend>
      <input type="hidden" name={nameOf('initiative')} value={line.initiative} />
      <div class="link-fields">
        {Object.entries(lineFields).map(([key, field]) => (
          <FieldControl
            key={key}
            field={field}
            name={nameOf(key)}
            value={line[key] ?? ''}
            context={context}
          />
        ))}
      </div>
    </fieldset>
  );
}
