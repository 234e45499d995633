import { isSameText } from '../../models/record/collator.ts';
import type { CoverageColumn } from '../../models/coverage/matrix.ts';
import { attributionMethods } from '../../models/assessments/attribution.ts';
import type { CoverageQuery } from '../../models/coverage/coverageQuery.ts';
import { brusselsParts } from '../../models/values/day.ts';
import type { Label } from '../../models/values/format.ts';
import type { KeptRecord } from '../../models/record/noun.ts';
import { bases } from '../../models/projects/basis.ts';
import type { strategyFields } from '../../models/strategies/strategy.ts';
import { usePage } from '../page.tsx';

interface FormProps {
  strategies: readonly KeptRecord<typeof strategyFields, object>[];
  query: CoverageQuery;
  strategy: string;
  columns: readonly CoverageColumn[];
}

/** What a matrix is made of: strategy, amount, method, programme, day and instant; one GET form. */
export function CoverageForm({ query, strategy, strategies, columns }: FormProps) {
  const { t, say, format } = usePage();
  const { asked } = query;
  const known = asked.knownAt && brusselsParts(asked.knownAt);
  const chosen = (asked.chosen['programme'] ?? []).map(
    value => columns.find(({ programme }) => isSameText(programme, value))?.programme ?? value,
  );
  const kept = (['chosen', 'excluded'] as const).flatMap(side =>
    Object.entries(asked[side])
      .filter(([key]) => side === 'excluded' || key !== 'programme')
      .flatMap(([key, values]) =>
        values.map(value => ({ name: side === 'excluded' ? `exclude.${key}` : key, value })),
      ),
  );
  const programmes = [...new Set([...columns.map(({ programme }) => programme), ...chosen])];
  return (
    <form method="get" action="/coverage" class="coverage-form">
      {kept.map(({ name, value }) => (
        <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
      ))}
      {asked.search && <input type="hidden" name="q" value={asked.search} />}
      <Choice
        name="strategy"
        label={t('coverage.strategy')}
        value={strategy}
        options={strategies.map(one => ({ value: one.code, label: one.reference }))}
      />
      <Choice
        name="basis"
        label={t('coverage.basis')}
        value={query.basis}
        options={optionsFrom(bases, say)}
      />
      <Choice
        name="method"
        label={t('coverage.method')}
        value={query.method}
        options={optionsFrom(attributionMethods, say)}
      />
      <Choice
        name="programme"
        label={t('coverage.programmes')}
        value={chosen[0] ?? ''}
        options={[
          { value: '', label: t('coverage.all') },
          ...programmes.map(value => ({
            value,
            label: value === 'none' ? t('coverage.noProgramme') : value,
          })),
        ]}
      />
      <div>
        <label class="form-label" for="coverage-on">
          {t('list.on')}
        </label>
        <input
          id="coverage-on"
          class="form-control form-control-sm"
          type="date"
          name="on"
          value={asked.isOnToday ? '' : asked.on}
        />
      </div>
      <div>
        <label class="form-label" for="coverage-knownAt">
          {t('list.knownAt')}
        </label>
        <input
          id="coverage-knownAt"
          class="form-control form-control-sm"
          type="datetime-local"
          name="knownAt"
          value={known ? `${known.day}T${known.time}` : ''}
          lang={format.language}
        />
      </div>
      <button class="btn btn-primary btn-sm">{t('action.apply')}</button>
    </form>
  );
}

const optionsFrom = (labels: Readonly<Record<string, Label>>, say: (label: Label) => string) =>
  Object.entries(labels).map(([value, label]) => ({ value, label: say(label) }));

interface ChoiceProps {
  name: string;
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
}

function Choice({ name, label, value, options }: ChoiceProps) {
  return (
    <div>
      <label class="form-label" for={`coverage-${name}`}>
        {label}
      </label>
      <select id={`coverage-${name}`} class="form-select form-select-sm" name={name}>
        {options.map(option => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
