import { formatDay, formatInstant } from '../../models/values/day.ts';
import { describeFilters } from '../../models/lists/filterWords.ts';
import type { Format } from '../../models/values/format.ts';
import type { UnderWay } from '../../models/record/underway.ts';
import type { VisibleNoun } from '../../models/record/visibleTo.ts';
import { describeView } from '../../models/record/listView.ts';
import { urlOf, type ListQuery } from '../../models/query/query.ts';
import { translator } from '../locales/index.ts';
import type { Cell } from './cells.ts';

/** What every workbook says of its making. */
export interface Making {
  query: ListQuery;
  format: Format;
  /** Scheme and host under which this installation is reached. */
  baseUrl: string;
  /** Who asked for it. */
  madeBy: string;
  now: Date;
  /** The instant of the database that all of it is of. */
  readAt: Date;
  /** The import that was being written meanwhile. */
  underWay: UnderWay | null;
  /** Since when there are records, where it asks about an instant before. */
  firstRecordAt?: Date | null;
}

/** A line of the sheet "Read me". */
export type ReadMeLine = readonly [string, Cell];

/** The instant of a snapshot in ISO 8601: the database tells it to the second. */
export const secondOf = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, 'Z');

/** Who made it and when, what was known then and whether that was whole, the day it is judged for. */
export function makingLines({
  query,
  format,
  madeBy,
  now,
  readAt,
  underWay,
  firstRecordAt = null,
}: Making): ReadMeLine[] {
  const t = translator(format.language);
  const at = formatInstant(now, format);
  const known =
    query.knownAt === null
      ? `${t('workbook.now')} (${formatInstant(readAt, format)})`
      : formatInstant(query.knownAt, format);
  return [
    [t('readMe.madeBy'), madeBy ? t('workbook.by', { name: madeBy, at }) : at],
    [t('readMe.knownAt'), known],
    [t('readMe.readAt'), t('workbook.readAt', { at: secondOf(readAt) })],
    ...(firstRecordAt
      ? [
          [
            t('readMe.firstRecord'),
            t('list.firstRecord', { at: formatInstant(firstRecordAt, format) }),
          ] as const,
        ]
      : []),
    // An instant before it began knows nothing of it; a later one is refused.
    ...(underWay && query.knownAt === null ? [halfWritten(underWay, format)] : []),
    [t('readMe.on'), formatDay(query.on, format)],
  ];
}

function halfWritten({ name, since }: UnderWay, format: Format): ReadMeLine {
  const t = translator(format.language);
  const words = { file: name, since: formatInstant(since, format) };
  return [t('readMe.underWay'), t('workbook.underWay', words)];
}

/** The filters as sentences, and the page that shows the same list. */
export async function filterLines(
  noun: VisibleNoun,
  { query, format, baseUrl }: Making,
): Promise<ReadMeLine[]> {
  const { language } = format;
  const t = translator(language);
  const described = (await describeFilters(noun, query)).map(({ label, isExcluded, values }) => {
    const words = values.map(value => value[language]).join(t('workbook.or'));
    return `${label[language]}: ${isExcluded ? `${t('list.except')} ` : ''}${words}`;
  });
  const searched = query.search ? [`${t('workbook.search')}: ${query.search}`] : [];
  const viewed = describeView(noun.view, query.view).map(
    ({ label, value }) => `${label[language]}: ${value[language]}`,
  );
  const all = [...searched, ...described, ...viewed];
  return [
    [t('readMe.filters'), all.length > 0 ? all.join('\n') : t('workbook.noFilters')],
    [t('readMe.link'), { ourPage: `${baseUrl}${urlOf(`/${noun.path}`, query, noun)}` }],
  ];
}
