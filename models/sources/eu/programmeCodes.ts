/**
 * Our codes of programmes by the portal's numbers of them. Those that no installation starts with (such as AMIF) have
 * the code under which somebody would add them: until then a file that names them is told so.
 * Source: the portal's list of framework programmes.
 */
const byPortalId = new Map<string, string>(
  Object.entries({
    '31045243': 'H2020',
    '43108390': 'HORIZON',
    '31077817': 'ISFP',
    '31077833': 'ISFB',
    '43252368': 'ISF-2021',
    '31077795': 'AMIF-2014',
    '43251447': 'AMIF-2021',
    '43251530': 'BMVI',
    '31070247': 'JUST-2014',
    '43252386': 'JUST',
    '31076817': 'REC',
    '43251589': 'CERV',
    '43152860': 'DIGITAL',
    '43251567': 'CEF',
    '31059093': 'ERASMUS-2014',
    '43353764': 'ERASMUS',
    '43637601': 'PPPA',
  }),
);

/** Printed otherwise than we write them; the portal prints `ISF` for the fund of 2021–2027 alone. */
const byPrint = new Map<string, string>(
  Object.entries({
    ISF: 'ISF-2021',
    'ERASMUS+': 'ERASMUS',
    'HORIZON EUROPE': 'HORIZON',
  }),
);

/** Our code of a programme as the portal names it, by number or abbreviation; any other as it is printed. */
export function programmeOfPortal(printed: string): string {
  return byPortalId.get(printed) ?? byPrint.get(printed.toUpperCase()) ?? printed;
}

/**
 * The programme of a call by what stands before its first hyphen: `ISFP-2017-AG-CYBER` is ISFP, `ISF-2021-TF1-AG-CYBER`
 * the fund of 2021–2027; any other as it is printed.
 */
export function programmeOfCall(identifier: string): string {
  const [prefix = ''] = identifier.split('-');
  return byPrint.get(prefix.toUpperCase()) ?? prefix.toUpperCase();
}
