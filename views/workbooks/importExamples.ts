import type { FieldKind } from '../../models/record/fields.ts';
import type { SheetField } from '../../models/lists/listColumns.ts';

/** By key. */
const examples: Readonly<Record<string, string>> = {
  grantAgreement: '883341',
  acronym: 'GRACE',
  identifier: 'SU-FCT02-2018-2019-2020',
  call: 'H2020-SU-SEC-2019',
  parent: 'H2020-SU-SEC-2019',
  topic: 'SU-FCT02-2018-2019-2020',
  pic: '999999999',
  actionType: 'RIA',
  typesOfAction: 'RIA; IA',
  nutsCode: 'BE10',
  officer: 'name@example.org',
  stage: '1',
};

/** Of each kind, where the key says nothing. */
const examplesOfKinds: Readonly<Record<FieldKind, string>> = {
  text: '',
  longText: '',
  texts: '',
  url: 'https://example.org/',
  country: '',
  choice: '',
  integer: '48',
  money: '577675.77',
  percent: '50',
  day: '2020-06-01',
  instant: '2020-08-27 17:00',
  yesNo: '',
  coded: '',
  reference: '',
  list: '',
};

/** Something that could stand in the column; nothing where any text could. */
export const exampleOf = ({ key, field }: SheetField): string => {
  const own = key.split('.').at(-1) ?? key;
  return examples[own] ?? (field ? examplesOfKinds[field.kind] : '');
};
