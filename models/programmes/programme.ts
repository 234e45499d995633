import { day, list, longText, money, text, type Fields, type RecordOf } from '../record/fields.ts';
import { dayFilters } from '../record/boundFilters.ts';
import { valueFilter } from '../record/filters.ts';
import type { Problem } from '../values/errors.ts';
import { refuseProblems, resolveProgramme } from '../record/resolveReferences.ts';
import { fieldColumns } from '../record/listColumn.ts';
import { collectionsOf, type Noun } from '../record/noun.ts';
import { findDoublyUsed, statements } from '../record/statement.ts';
import { coded } from '../record/referenceFields.ts';

export const programmeFields = {
  code: text(
    { en: 'Code', nl: 'Code' },
    {
      required: true,
      max: 40,
      // `new` is the address of the form, and `none` in a filter means without one.
      pattern: /^(?!(?:new|none)$)[A-Za-z0-9][A-Za-z0-9-]*$/,
      hint: {
        en: 'Unique, letters, digits and hyphens; it never changes.',
        nl: 'Uniek, letters, cijfers en streepjes; verandert nooit.',
      },
    },
  ),
  label: text({ en: 'Printed label', nl: 'Gedrukte code' }, { required: true, max: 80 }),
  name: text({ en: 'Name', nl: 'Naam' }, { required: true }),
  parent: coded({ en: 'Part of', nl: 'Onderdeel van' }, 'programme'),
  startsOn: day({ en: 'Period from', nl: 'Periode vanaf' }),
  endsOn: day({ en: 'Period to', nl: 'Periode tot en met' }),
  legalBasis: text({ en: 'Legal basis', nl: 'Rechtsgrondslag' }),
  budget: money({ en: 'Budget used', nl: 'Gebruikt budget' }),
  portalId: text({ en: 'Portal programme id', nl: 'Programma-id in het portaal' }, { max: 40 }),
  rules: list(
    { en: 'Rules', nl: 'Regels' },
    {
      text: longText({ en: 'Rule', nl: 'Regel' }, { required: true }),
      source: text({ en: 'Source', nl: 'Bron' }, { max: 2000 }),
    },
  ),
  note: longText({ en: 'Note', nl: 'Opmerking' }),
  statements: statements(),
} satisfies Fields;

export type Programme = RecordOf<typeof programmeFields>;

function checkProgramme({ startsOn, endsOn, statements: stated }: Programme): Problem[] {
  const doubly = findDoublyUsed(stated);
  return [
    ...(startsOn && endsOn && endsOn.to < startsOn.from
      ? [{ field: 'endsOn', type: 'day.endBeforeStart' }]
      : []),
    ...(doubly ? [{ field: 'statements', type: 'statements.twoUsed', values: { field: doubly } }] : []),
  ];
}

export const programmes: Noun<typeof programmeFields, object> = {
  name: 'programme',
  path: 'programmes',
  label: { one: { en: 'Programme', nl: 'Programma' }, many: { en: 'Programmes', nl: 'Programma’s' } },
  fields: programmeFields,
  codeField: 'code',
  columns: fieldColumns(
    programmeFields,
    'code',
    'label',
    'name',
    'startsOn',
    'endsOn',
    'budget',
    'legalBasis',
  ),
  filters: {
    parent: valueFilter({ en: 'Part of', nl: 'Onderdeel van' }, 'parent'),
    ...dayFilters('startsOn', { en: 'Period from', nl: 'Periode vanaf' }),
  },
  facets: ['parent'],
  sorts: {
    code: 'code',
    label: 'label',
    name: 'name',
    startsOn: 'startsOn.from',
    endsOn: 'endsOn.from',
    budget: 'budget',
    legalBasis: 'legalBasis',
  },
  defaultSort: 'code',
  always: {},
  ...collectionsOf('programme', 'programmes', programmeFields, {}),
  namedBy: ['code'],
  identify: ({ code }) => code,
  findable: ({ code, label, name, legalBasis, note }) => ({
    identifiers: [code, label],
    words: [name, legalBasis, note],
  }),
  prepare: async (record, _previous, _change, session) => {
    const problems: Problem[] = [];
    const parent = await resolveProgramme('parent', record.parent, session, problems);
    refuseProblems(problems);
    return { ...record, parent };
  },
  check: checkProgramme,
  derive: async () => ({ derived: {}, warnings: [] }),
};
