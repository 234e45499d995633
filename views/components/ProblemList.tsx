import type { Problem } from '../../models/errors.ts';
import { usePage } from '../page.tsx';

interface Props {
  problems: readonly Problem[];
  /** A problem as a sentence. */
  say: (problem: Problem) => string;
  /** The id of the control a problem is about; null where there is none on the page. */
  idOf: (field: string) => string | null;
}

/** What is wrong with a form, above it; each line leads to its control. The page's script brings the focus here. */
export function ProblemList({ problems, say, idOf }: Props) {
  const { t } = usePage();
  if (problems.length === 0) return null;
  return (
    <div class="alert alert-danger" role="alert" tabIndex={-1} id="problems">
      <h2 class="h6">{t('form.problems')}</h2>
      <ul class="mb-0">
        {problems.map(problem => {
          const id = idOf(problem.field);
          return (
            <li key={`${problem.field} ${problem.type}`}>
              {id === null ? say(problem) : <a href={`#${id}`}>{say(problem)}</a>}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
