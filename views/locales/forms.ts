/** Texts of forms: lines of a table, participants and their sum. */
export const formTexts = {
  lines: {
    number: { en: 'Line', nl: 'Regel' },
    more: { en: 'More', nl: 'Meer' },
    moreOf: { en: 'More of line {{number}}', nl: 'Meer van regel {{number}}' },
    leftOut: {
      en: 'Lines without a name are left out when you save.',
      nl: 'Lege regels worden bij het opslaan weggelaten.',
    },
    paste: {
      en: 'From Excel: copy the rows and paste them into any cell. Or paste them here as text',
      nl: 'Uit Excel: kopieer de rijen en plak ze in een cel. Of plak ze hier als tekst',
    },
    pasteHere: {
      en: 'Rows: name, PIC, country, role, amount; separated by tabs, with or without headings',
      nl: 'Rijen: naam, PIC, land, rol, bedrag; gescheiden door tabs, met of zonder koppen',
    },
    readRows: { en: 'Read these rows', nl: 'Rijen inlezen' },
    undo: { en: 'Undo', nl: 'Ongedaan maken' },
    removed: {
      en: 'Line {{number}} of {{list}} removed. Nothing is saved yet.',
      nl: 'Regel {{number}} van {{list}} verwijderd. Er wordt nog niets opgeslagen.',
    },
    pasted_one: {
      en: '{{count}} row read: {{known}} known, {{isNew}} new, {{refused}} refused. Nothing is saved yet.',
      nl: '{{count}} rij gelezen: {{known}} bekend, {{isNew}} nieuw, {{refused}} geweigerd. Er wordt nog niets opgeslagen.',
    },
    pasted_other: {
      en: '{{count}} rows read: {{known}} known, {{isNew}} new, {{refused}} refused. Nothing is saved yet.',
      nl: '{{count}} rijen gelezen: {{known}} bekend, {{isNew}} nieuw, {{refused}} geweigerd. Er wordt nog niets opgeslagen.',
    },
    inLine: { en: '{{label}}, line {{number}}', nl: '{{label}}, regel {{number}}' },
  },
  look: {
    new: {
      en: 'New organisation “{{name}}”, made when you save',
      nl: 'Nieuwe organisatie “{{name}}”, aangemaakt bij het opslaan',
    },
    like: { en: 'looks like what you typed', nl: 'lijkt op wat u typte' },
    keys: {
      en: '↑ ↓ choose · Enter take over · Esc keep as typed · name, PIC or another spelling',
      nl: '↑ ↓ kiezen · Enter overnemen · Esc laten zoals getypt · naam, PIC of andere schrijfwijze',
    },
    list: { en: 'Organisations', nl: 'Organisaties' },
  },
  participants: {
    share: { en: 'Share', nl: 'Aandeel' },
    register: { en: 'In the register', nl: 'In het register' },
    known: { en: 'known', nl: 'bekend' },
    new: { en: 'new', nl: 'nieuw' },
    sum_one: { en: 'Sum of {{count}} line', nl: 'Som van {{count}} regel' },
    sum_other: { en: 'Sum of {{count}} lines', nl: 'Som van {{count}} regels' },
    partners_one: {
      en: '(of which {{count}} partner that receives no EU money)',
      nl: '(waarvan {{count}} partner die geen EU-geld ontvangt)',
    },
    partners_other: {
      en: '(of which {{count}} partners that receive no EU money)',
      nl: '(waarvan {{count}} partners die geen EU-geld ontvangen)',
    },
    ofProject: { en: 'Project’s EU contribution', nl: 'EU-bijdrage van het project' },
    change: { en: 'change', nl: 'wijzigen' },
    difference: { en: 'Difference', nl: 'Verschil' },
    of: { en: '{{sum}} of {{whole}}', nl: '{{sum}} van {{whole}}' },
    stillToEnter: { en: 'still to enter', nl: 'nog in te vullen' },
    above: { en: 'more than the project’s', nl: 'meer dan die van het project' },
    equal: { en: 'adds up to the cent', nl: 'klopt tot op de cent' },
    missing_one: { en: '{{count}} line states no amount', nl: 'bij {{count}} regel ontbreekt het bedrag' },
    missing_other: { en: '{{count}} lines state no amount', nl: 'bij {{count}} regels ontbreekt het bedrag' },
    unknown: {
      en: 'the project’s contribution is not known',
      nl: 'de bijdrage van het project is niet bekend',
    },
  },
} as const;
