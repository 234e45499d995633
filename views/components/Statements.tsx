import { fieldNamed, type Field, type Fields } from '../../models/record/fields.ts';
import {
  confidences,
  disagreeingFields,
  statementFields,
  type Statement,
} from '../../models/record/statement.ts';
import { usePage } from '../page.tsx';
import { Csrf } from './Csrf.tsx';
import { SourceOf } from './SourceOf.tsx';
import { Unknown } from './Value.tsx';

interface Props {
  fields: Fields;
  statements: readonly Statement[];
  /** Where "use this value" is sent, with the record's version; null for who may not, or for an earlier version. */
  use: { action: string; version: number } | null;
}

const mostShown = 240;

/** A value as it was stated; of a choice in the reader's words, and a long one folded. */
function StatedValue({
  statement: { value },
  field,
}: {
  statement: Statement;
  field: Field | null | undefined;
}) {
  const { say } = usePage();
  if (value === null) return <Unknown />;
  const label = field?.options?.[value];
  if (label) return <>{say(label)}</>;
  if (value.length <= mostShown) return <span class="long-text">{value}</span>;
  return (
    <details>
      <summary>{`${value.slice(0, mostShown / 2).trimEnd()}…`}</summary>
      <span class="long-text">{value}</span>
    </details>
  );
}

/** Lists are changed on a page of their own: a stated value does not become one by a click. */
const isUsable = (field: Field | null | undefined): boolean =>
  field?.kind !== undefined && field.kind !== 'list';

/** What the sources say, field by field: every value with its source; the used one is marked, disagreement is said. */
export function Statements({ fields, statements, use }: Props) {
  const { t, say } = usePage();
  if (statements.length === 0) return <p class="unknown">{t('value.none')}</p>;
  const disagreeing = disagreeingFields(statements);
  const keys = [...new Set(statements.map(({ field }) => field))];
  const labelOf = (path: string): string => {
    const [key = '', inner] = path.split('.');
    const field = fieldNamed(fields, key);
    if (!field) return path;
    const item = inner === undefined ? undefined : fieldNamed(field.items ?? {}, inner);
    return item ? `${say(field.label)}: ${say(item.label)}` : say(field.label);
  };
  return (
    <div class="table-responsive" tabIndex={0} role="group" aria-label={t('record.stated')}>
      <table class="table table-sm record-table statements">
        <caption class="visually-hidden">{t('record.stated')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('history.field')}</th>
            <th scope="col">{say(statementFields.value.label)}</th>
            <th scope="col">{say(statementFields.source.label)}</th>
            <th scope="col">{say(statementFields.confidence.label)}</th>
            <th scope="col">{t('record.used')}</th>
          </tr>
        </thead>
        {keys.map(key => (
          <tbody key={key}>
            {statements.map((one, index) =>
              one.field === key ? (
                <tr key={index} class={one.isUsed ? 'is-used' : undefined}>
                  <th scope="row">
                    {labelOf(key)}
                    {disagreeing.includes(key) && (
                      <span class="badge text-bg-warning ms-2">{t('record.disagree')}</span>
                    )}
                  </th>
                  <td class="said">
                    <StatedValue statement={one} field={fieldNamed(fields, key)} />
                  </td>
                  <td class="said">
                    <SourceOf statement={one} />
                  </td>
                  <td>{say(confidences[one.confidence])}</td>
                  <td>
                    {one.isUsed ? (
                      <strong class="text-nowrap">
                        <span class="tick tick-on" aria-hidden="true" /> {t('record.used')}
                      </strong>
                    ) : (
                      use &&
                      one.value !== null &&
                      isUsable(fieldNamed(fields, key)) && (
                        <form method="post" action={use.action}>
                          <Csrf />
                          <input type="hidden" name="_version" value={use.version} />
                          <input type="hidden" name="statement" value={index} />
                          <button
                            class="btn btn-outline-primary btn-sm"
                            aria-label={`${t('record.use')}: ${labelOf(key)} ${one.value}`}
                          >
                            {t('record.use')}
                          </button>
                        </form>
                      )
                    )}
                  </td>
                </tr>
              ) : null,
            )}
          </tbody>
        ))}
      </table>
    </div>
  );
}
