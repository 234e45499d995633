import { allColumnsOf, type ListColumn } from '../../models/record/listColumn.ts';
import type { Listed } from '../../models/record/noun.ts';
import { urlOf, type ListQuery } from '../../models/query/query.ts';
import { usePage } from '../page.tsx';

interface ColumnPickerProps {
  noun: Listed;
  query: ListQuery;
  shown: readonly ListColumn[];
}

/** The columns of a list to choose from: a GET form that keeps the rest of the address. */
export function ColumnPicker({ noun, query, shown }: ColumnPickerProps) {
  const { t, say } = usePage();
  const path = `/${noun.path}`;
  const usual = urlOf(path, query, noun, { columns: [] });
  const kept = [...new URLSearchParams(usual.split('?')[1])];
  const keys = new Set(shown.map(({ key }) => key));
  const others = allColumnsOf(noun, query.view).filter(({ key }) => !keys.has(key));
  return (
    <details class="column-picker">
      <summary>{t('list.columns')}</summary>
      <form method="get" action={path}>
        {kept.map(([name, value]) => (
          <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
        ))}
        <p id="columns-hint" class="hint">
          {t('list.columnsHint')}
        </p>
        <fieldset aria-label={t('list.columns')} aria-describedby="columns-hint">
          {[...shown, ...others].map(({ key, heading }) => (
            <div key={key} class="form-check">
              <input
                id={`column-${key}`}
                class="form-check-input"
                type="checkbox"
                name="columns"
                value={key}
                checked={keys.has(key)}
              />
              <label class="form-check-label" for={`column-${key}`}>
                {say(heading)}
              </label>
            </div>
          ))}
        </fieldset>
        <button class="btn btn-primary btn-sm">{t('list.showColumns')}</button>
        {query.columns.length > 0 && <a href={usual}>{t('list.usualColumns')}</a>}
      </form>
    </details>
  );
}
