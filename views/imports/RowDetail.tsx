import type { ComponentChildren } from 'preact';
import type { ImportRow } from '../../models/imports/import.ts';
import type { RowNoun, RowProblem } from '../../models/sources/contract/incoming.ts';
import { usePage } from '../page.tsx';
import { saySource } from './json.ts';
import { fieldLabel, plainChanges, storedText } from './rowTexts.ts';

/** Longer values are folded. */
const mostShown = 300;

function Stored({ noun, field, value }: { noun: RowNoun; field: string; value: unknown }) {
  const { format, t } = usePage();
  const text = storedText(noun, field, value, format);
  if (text === '') return <span class="unknown">{t('value.unknown')}</span>;
  if (text.length <= mostShown) return <span class="long-text">{text}</span>;
  return (
    <details>
      <summary>{`${text.slice(0, mostShown / 3)}…`}</summary>
      <span class="long-text">{text}</span>
    </details>
  );
}

/** What an import does with a row: refused and why, changed field by field, or to be decided. */
export function RowDetail({ row, isOpen, isDone }: { row: ImportRow; isOpen: boolean; isDone: boolean }) {
  const { t } = usePage();
  const { outcome, conflicts, problems, warnings } = row;
  const changes = plainChanges(row);
  if (row.isWithheld) return <p class="mb-1">{t('importRow.withheldHint')}</p>;
  return (
    <>
      {outcome === 'created' && <p class="mb-1">{t('importPage.isCreated')}</p>}
      {outcome === 'unchanged' && warnings.length === 0 && <p class="mb-1">{t('importPage.isUnchanged')}</p>}
      {problems.length > 0 && <Said of={problems} severity="error" row={row} />}
      {conflicts.length > 0 && <ConflictLines row={row} isOpen={isOpen} />}
      {changes.length > 0 && <Changes row={row} changes={changes} isDone={isDone} />}
      {warnings.length > 0 && <Said of={warnings} severity="warning" row={row} />}
    </>
  );
}

interface SaidProps {
  of: readonly RowProblem[];
  severity: 'error' | 'warning';
  row: ImportRow;
}

function Said({ of, severity, row }: SaidProps) {
  const { t } = usePage();
  return (
    <ul class="said">
      {of.map(({ where, column, value, problem }, at) => (
        <li key={at} class={`said-${severity}`}>
          <strong>{t(`importPage.${severity}`)}</strong>
          {(where.table !== row.where.table || where.row !== row.where.row) && (
            <> ({t('importPage.where', { ...where })})</>
          )}
          : {column !== null && <span class="said-column">{column}: </span>}
          {value !== null && value !== '' && <code>{value}</code>} {saySource(t, problem)}
        </li>
      ))}
    </ul>
  );
}

/** Fields as lines, under these headings. */
function FieldTable({ heads, children }: { heads: readonly string[]; children: ComponentChildren }) {
  return (
    <table class="table table-sm field-changes">
      <thead>
        <tr>
          {heads.map(head => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

interface ChangesProps {
  row: ImportRow;
  changes: ImportRow['changes'];
  isDone: boolean;
}

function Changes({ row, changes, isDone }: ChangesProps) {
  const { t, format } = usePage();
  return (
    <FieldTable
      heads={[
        t('importPage.field'),
        t(isDone ? 'importPage.was' : 'importPage.before'),
        t('importPage.after'),
      ]}
    >
      {changes.map(({ field, before, after }) => (
        <tr key={field}>
          <th scope="row">{fieldLabel(row.noun, field, format)}</th>
          <td>
            <Stored noun={row.noun} field={field} value={before} />
          </td>
          <td>
            <Stored noun={row.noun} field={field} value={after} />
          </td>
        </tr>
      ))}
    </FieldTable>
  );
}

/** Both values side by side; before it is applied a person chooses one of them. */
function ConflictLines({ row, isOpen }: { row: ImportRow; isOpen: boolean }) {
  const { t, format } = usePage();
  return (
    <FieldTable
      heads={[
        t('importPage.field'),
        ...(isOpen
          ? [t('importPage.ours'), t('importPage.theirs')]
          : [t('importRow.ours'), t('importPage.after'), t('importPage.decision')]),
      ]}
    >
      {row.conflicts.map(({ field, decision, ...values }) => {
        const label = fieldLabel(row.noun, field, format);
        return (
          <tr key={field}>
            <th scope="row">{label}</th>
            {(['ours', 'theirs'] as const).map(side => (
              <td key={side}>
                {isOpen ? (
                  <label class="conflict-choice row-choice">
                    <input
                      type="radio"
                      name={`decision.${row.id}.${field}`}
                      value={side}
                      checked={decision === side}
                    />
                    <span>
                      <span class="visually-hidden">
                        {t(`importPage.${side}`)}: {label}:{' '}
                      </span>
                      <Stored noun={row.noun} field={field} value={values[side]} />
                    </span>
                  </label>
                ) : (
                  <Stored noun={row.noun} field={field} value={values[side]} />
                )}
              </td>
            ))}
            {!isOpen && (
              <td class="decided" data-label={t('importPage.decision')}>
                {t(decision === null ? 'importPage.undecided' : `importPage.${decision}`)}
              </td>
            )}
          </tr>
        );
      })}
    </FieldTable>
  );
}
