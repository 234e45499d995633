import { usePage } from '../page.tsx';

/** One thing that is wrong, in words, and the id of what has to change; null where the page has no place for it. */
export interface Said {
  id: string | null;
  says: string;
}

/** What is wrong with a form, before it: each leads to its field. The script takes the attention there. */
export function Problems({ said }: { said: readonly Said[] }) {
  const { t } = usePage();
  if (said.length === 0) return null;
  return (
    <div class="alert alert-danger" role="alert" tabIndex={-1} id="problems">
      <h2 class="h6">{t('form.problems')}</h2>
      <ul class="mb-0">
        {said.map(({ id, says }) => (
          <li key={`${id} ${says}`}>{id === null ? says : <a href={`#${id}`}>{says}</a>}</li>
        ))}
      </ul>
    </div>
  );
}
