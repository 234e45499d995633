import type { ComponentChildren } from 'preact';
import { isArchivable } from '../../models/curation/archive.ts';
import { actionsOf, bulkActions, rightFor, type BulkAction } from '../../models/curation/bulk.ts';
import type { Listed } from '../../models/record/noun.ts';
import type { Right } from '../../models/record/permissions.ts';
import { urlOf, type ListQuery } from '../../models/query/query.ts';
import { Csrf } from '../components/Csrf.tsx';
import { usePage } from '../page.tsx';

/** What a person may do to many records of a list: nothing where they cannot be changed that way. */
export function bulkActionsFor(noun: Listed, may: (right: Right) => boolean): BulkAction[] {
  if (!isArchivable(noun)) return [];
  return actionsOf(noun).filter(action => may(rightFor(action, noun)));
}

interface BulkFormProps {
  noun: Listed;
  query: ListQuery;
  totalItems: number;
  children: ComponentChildren;
}

/** The form around the rows of a list: what is ticked in them, or the whole list, is changed together. */
export function BulkForm({ noun, query, totalItems, children }: BulkFormProps) {
  const { t, say, may } = usePage();
  const archived = query.chosen['archived'] ?? [];
  // What is in use is not restored, and what is archived is not archived again.
  const useless = archived.length !== 1 ? null : archived[0] === 'yes' ? 'archive' : 'restore';
  const actions = bulkActionsFor(noun, may).filter(action => action !== useless);
  if (actions.length === 0 || query.knownAt !== null) return <>{children}</>;
  const [, search = ''] = urlOf('', query, noun).split('?');
  return (
    <form method="post" action={`/${noun.path}/bulk/review`} data-select-all={t('bulk.pageOf')}>
      <Csrf />
      <input type="hidden" name="query" value={search} />
      {children}
      <fieldset class="bulk-bar">
        <legend>{t('bulk.heading')}</legend>
        <div class="form-check">
          <input id="bulk-all" class="form-check-input" type="checkbox" name="all" value="on" />
          <label class="form-check-label" for="bulk-all">
            {t('bulk.all', { count: totalItems })}
          </label>
        </div>
        <label class="visually-hidden" for="bulk-action">
          {t('bulk.action')}
        </label>
        <select id="bulk-action" class="form-select form-select-sm" name="action">
          {actions.map(action => (
            <option key={action} value={action} selected={action === 'restore' && useless === 'archive'}>
              {say(bulkActions[action])}
            </option>
          ))}
        </select>
        <button class="btn btn-outline-primary btn-sm">{t('bulk.go')}</button>
      </fieldset>
    </form>
  );
}
