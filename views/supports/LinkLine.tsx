import type { ExpectedError } from '../../models/values/errors.ts';
import type { Initiative } from '../../models/strategies/strategy.ts';
import { significanceLabels, supportFields } from '../../models/assessments/support.ts';
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

/** One initiative of the form: significance, share, justification, source, key action. */
export function LinkLine({ line, index, initiative, keyActions, problems }: Props) {
  const { t, say } = usePage();
  const name = (key: string) => `supports.${index}.${key}`;
  const id = (key: string) => `supports-${index}-${key}`;
  const text = (key: string) => (typeof line[key] === 'string' ? line[key] : '');
  const problemOf = (key: string) =>
    problems
      .filter(({ field }) => field === name(key))
      .map(one => sayProblem(t, one, say(initiative.title)))[0];
  const described = (key: string) =>
    problemOf(key) ? { 'aria-invalid': 'true' as const, 'aria-describedby': `${id(key)}-problem` } : {};
  const problem = (key: string) =>
    problemOf(key) && (
      <p class="problem" id={`${id(key)}-problem`}>
        {problemOf(key)}
      </p>
    );
  const { significance, shareBp, justification, source, keyAction } = supportFields;
  const ofInitiative = keyActions.filter(({ value }) => value.startsWith(`${initiative.number}.`));
  return (
    <fieldset class={line.significance === '' ? 'link-line' : 'link-line is-linked'}>
      <legend>
        {initiative.number}. {say(initiative.title)}
      </legend>
      <input type="hidden" name={name('initiative')} value={line.initiative} />
      <div class="link-fields">
        <div>
          <label class="form-label" for={id('significance')}>
            {say(significance.label)}
          </label>
          <select
            id={id('significance')}
            class="form-select form-select-sm"
            name={name('significance')}
            {...described('significance')}
          >
            <option value="">{t('supports.notAssessed')}</option>
            {Object.entries(significanceLabels).map(([value, label]) => (
              <option key={value} value={value} selected={value === line.significance}>
                {say(label)}
              </option>
            ))}
          </select>
          {problem('significance')}
        </div>
        <div>
          <label class="form-label" for={id('shareBp')}>
            {say(shareBp.label)} (%)
          </label>
          <div class="input-group input-group-sm">
            <input
              id={id('shareBp')}
              class="form-control number"
              name={name('shareBp')}
              value={line.shareBp}
              inputMode="decimal"
              data-share
              {...described('shareBp')}
            />
            <button
              class="btn btn-outline-secondary"
              name="_whole"
              value={line.initiative}
              aria-label={t('supports.wholeOf', { number: initiative.number })}
            >
              {t('supports.whole')}
            </button>
          </div>
          {problem('shareBp')}
        </div>
        <div class="link-wide">
          <label class="form-label" for={id('justification')}>
            {say(justification.label)}
          </label>
          <textarea
            id={id('justification')}
            class="form-control form-control-sm"
            name={name('justification')}
            rows={2}
            {...described('justification')}
          >
            {text('justification')}
          </textarea>
          {problem('justification')}
        </div>
        <div>
          <label class="form-label" for={id('source')}>
            {say(source.label)}
          </label>
          <input
            id={id('source')}
            class="form-control form-control-sm"
            name={name('source')}
            value={text('source')}
            {...described('source')}
          />
          {problem('source')}
        </div>
        <div>
          <label class="form-label" for={id('keyAction')}>
            {say(keyAction.label)}
          </label>
          <select id={id('keyAction')} class="form-select form-select-sm" name={name('keyAction')}>
            <option value="">{t('supports.noKeyAction')}</option>
            {ofInitiative.map(({ value, label }) => (
              <option key={value} value={value} selected={value === text('keyAction')}>
                {label}
              </option>
            ))}
          </select>
        </div>
      </div>
    </fieldset>
  );
}
