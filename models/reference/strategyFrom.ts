import { isUsable, plainText, sourceName } from './stating.ts';
import { confidenceOf, type ReferenceData, type ReferenceProject } from './referenceData.ts';

export const strategyCode = 'COM-2020-607';
export const initiativeOf = (number: number): string => `${strategyCode}.${number}`;

const precisionOf: Readonly<Record<string, string>> = {
  day: 'day',
  month: 'month',
  quarter: 'quarter',
  year: 'year',
  'year-end': 'yearEnd',
  approx: 'approximate',
  immediately: 'immediately',
};

/** As much of a day as the words give: one said to the month or year names no day of it. */
function dayOf(day: string | null, precision: string): string | null {
  const length = precision === 'year' ? 4 : precision === 'month' ? 7 : 10;
  return day && day.slice(0, length);
}

function precisionNamed(precision: string): string {
  const ours = precisionOf[precision];
  if (ours === undefined) throw new Error(`The reference data has an unknown precision: ${precision}`);
  return ours;
}

// Contradiction D13: the words date the figures, not the database, so May 2019 must not be shown as its start.
const linesWithoutDay: readonly number[] = [615];

/** What money each passage names, in no more than its own words; a line that is not here names no instrument. */
const instruments: Readonly<Record<number, string>> = {
  107:
    'ISF-Police: national programmes; EU actions (calls for proposals, procurement); new call for proposals ' +
    'at the end of 2020; Horizon 2020; Horizon Europe',
  161: 'Safer Internet Centres',
  245: 'ICSE database (hosted by Interpol); INHOPE; Spotlight Initiative (EU-UN)',
  251: 'WePROTECT Global Alliance',
  439: 'Call for proposals of 2018',
  447: 'Call for research proposals',
  503: 'Erasmus+',
  619: 'Hotlines, Safer Internet policy',
  623: 'Connecting Europe Facility; Digital Europe',
  627: 'Spotlight Initiative (EU-UN)',
};

/** Our own short names of the initiatives, for filters: no document has them. */
const shortNames: Readonly<Record<number, readonly [english: string, dutch: string]>> = {
  1: ['Current law', 'Huidige wetgeving'],
  2: ['EU legislation', 'EU-wetgeving'],
  3: ['Gaps and practices', 'Lacunes en praktijken'],
  4: ['Law enforcement', 'Rechtshandhaving'],
  5: ['Prevention', 'Preventie'],
  6: ['European centre', 'Europees centrum'],
  7: ['Industry', 'Bedrijfsleven'],
  8: ['Global cooperation', 'Wereldwijde samenwerking'],
};

/** What the fight that the strategy is about is called, in both languages. */
const synonymsOfStrategy = [
  'CSA',
  'CSAM',
  'CSE',
  'CSEM',
  'CSEA',
  'child sexual abuse',
  'child sexual exploitation',
  'kindermisbruik',
  'seksueel misbruik van kinderen',
  'grooming',
];

/** The line of a footnote that names projects of the register. */
const footnoteLines: Readonly<Record<number, number>> = { 439: 41, 443: 42 };

/** Acronym and number, since an acronym may belong to several projects. */
const nameOf = ({ acronym, grantAgreement }: ReferenceProject): string =>
  isUsable(grantAgreement) ? `${acronym} ${grantAgreement.value}` : acronym;

/** The strategy as a person would type it into our fields. */
export function strategyFrom({ strategy, projects, discrepancies, sources }: ReferenceData): object {
  return {
    code: strategyCode,
    reference: strategy.reference,
    celex: strategy.celex,
    titleEn: strategy.title_en.value,
    titleNl: strategy.title_nl,
    adoptedOn: strategy.date,
    startsOn: '2020',
    endsOn: '2025',
    parts: strategy.parts.map(({ id, title_en: english, title_nl: titleNl }) => ({
      code: id,
      titleEn: english.value,
      titleNl,
      confidence: confidenceOf[english.confidence],
    })),
    initiatives: strategy.initiatives.map(({ number, part, title_en: english, title_nl: dutch }) => ({
      number,
      part,
      titleEn: english.value,
      titleNl: dutch.value,
      shortEn: shortNames[number]?.[0] ?? null,
      shortNl: shortNames[number]?.[1] ?? null,
      confidence: confidenceOf[english.confidence],
      note: english.note && plainText(english.note, sources),
    })),
    keyActions: strategy.initiatives
      .flatMap(initiative => initiative.key_actions)
      .map(({ id, text_en: english, text_nl: dutch, deadline, deadline_text: said }) => ({
        code: id,
        textEn: english.value,
        textNl: dutch.value,
        confidence: confidenceOf[english.confidence],
        dueOn: deadline && dayOf(deadline.date, deadline.precision),
        precision: deadline ? precisionNamed(deadline.precision) : 'none',
        words: deadline ? `${deadline.textual} · ${said}` : said,
      })),
    milestones: strategy.milestones.map(
      ({ name, seed_line: line, from, to, precision, text_nl, initiative }) => {
        const isDated = !linesWithoutDay.includes(line);
        return {
          name,
          initiative,
          fromOn: isDated ? dayOf(from, precision) : null,
          toOn: isDated ? dayOf(to, precision) : null,
          precision: isDated ? precisionNamed(precision) : 'none',
          words: text_nl,
          line,
        };
      },
    ),
    passages: strategy.funding_mentions.map(({ seed_line: line, initiative, what, text_nl }) => ({
      what,
      initiative,
      instrument: instruments[line] ?? null,
      words: text_nl,
      line,
      // Line 107 stays unregistered: its calls and projects are those of the footnotes, the rest of it has no record.
      registeredAs: projects.filter(one => one.seed_footnote === footnoteLines[line]).map(nameOf),
    })),
    synonyms: [{ words: synonymsOfStrategy }],
    discrepancies: discrepancies.map(({ id, what, sources: cited }) => ({
      code: id,
      what: plainText(what, sources),
      sources: cited.map(source => sourceName(source, sources)),
    })),
  };
}
