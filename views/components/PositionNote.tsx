import type { Counted } from '../../models/coverage/counted.ts';
import { nouns } from '../../models/nouns.ts';
import { urlOf, type ListQuery } from '../../models/query/query.ts';
import { usePage } from '../page.tsx';

interface Props {
  /** In the total, those of it that are undated, and those that will be in it. */
  counts: Readonly<Record<'counted' | 'undated' | 'later', number>>;
  lists: Pick<Counted, 'projects' | 'undated' | 'later'>;
}

/** What stands beside a total: how many are not yet in it, and how many are in it on every day; each opens its list. */
export function PositionNote({ counts, lists }: Props) {
  const { t } = usePage();
  if (counts.undated + counts.later === 0) return null;
  const parts = [
    { text: t('position.counted', { count: counts.counted }), count: 1, list: lists.projects },
    { text: t('position.later', { count: counts.later }), count: counts.later, list: lists.later },
    { text: t('position.undated', { count: counts.undated }), count: counts.undated, list: lists.undated },
  ];
  const shown = parts.filter(({ count, list }) => count > 0 && list !== null);
  return (
    <p class="hint position-note" title={counts.undated > 0 ? t('position.undatedHint') : undefined}>
      {shown.map(({ text, list }, at) => (
        <>
          {at > 0 && ' · '}
          {linkTo(list, text)}
        </>
      ))}
    </p>
  );
}

const linkTo = (list: ListQuery | null, text: string) =>
  list && <a href={urlOf('/projects', list, nouns.project)}>{text}</a>;
