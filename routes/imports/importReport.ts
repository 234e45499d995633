import type { Reader } from '../../models/accounts/reader.ts';
import { isTellingOfWithheld, namesParticipants } from '../../models/imports/rows/concealed.ts';
import type { Import, ImportRow } from '../../models/imports/import.ts';
import {
  countImportRows,
  rowsUrl,
  streamImportRows,
  type RowQuery,
} from '../../models/imports/rows/importRows.ts';
import { getSeenImport } from '../../models/imports/seenBy.ts';
import { maskEach } from '../../models/imports/rows/maskedRow.ts';
import { readAtOneInstant } from '../../models/process/snapshot.ts';
import { streamBook } from '../../views/workbooks/book.ts';
import { importReportBook, importReportCsv } from '../../views/workbooks/importReport.ts';
import { spreadsheet } from '../line/files.ts';
import type { Answer, RouteRequest, Settings, MadeFile } from '../line/route.ts';

/** Rows of a file that names participants are for those who may see withheld ones. */
export const areRowsShown = (reader: Reader, found: Import): boolean =>
  reader.rights.has('withheld:read') || !namesParticipants(found);

async function* noRows(): AsyncIterable<ImportRow> {}

/** What a report is called: after the file it is about, in letters that any system takes for a name. */
function reportName({ id, file }: Import): string {
  const plain = file.name
    .replace(/\.[^.]*$/, '')
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[^\w-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 80);
  return `callfolio-import-${plain || id}`;
}

/** The rows as a file, all of them as at one instant, without withheld participants. */
export function importReport(
  request: RouteRequest,
  reader: Reader,
  settings: Settings,
  found: Import,
  query: RowQuery,
): Answer {
  const isCsv = request.medium === 'csv';
  return {
    kind: 'file',
    name: `${reportName(found)}.${isCsv ? 'csv' : 'xlsx'}`,
    type: isCsv ? 'text/csv; charset=utf-8' : spreadsheet,
    make: async () => makeReport(request, reader, settings, found.id, query),
  };
}

async function makeReport(
  { medium, now, isApi }: RouteRequest,
  reader: Reader,
  { baseUrl }: Settings,
  id: string,
  query: RowQuery,
): Promise<MadeFile> {
  const { format, user } = reader;
  return readAtOneInstant(async ({ at }) => {
    const found = await getSeenImport(id, reader);
    const isWithheld = !areRowsShown(reader, found);
    const forFile: RowQuery = { ...query, isForFile: true };
    const rows = isWithheld ? noRows() : maskEach(streamImportRows(id, forFile));
    if (medium === 'csv')
      return { body: importReportCsv({ found, rows, format, isWithheld, hasKeys: isApi }) };
    const { search } = query;
    // Such a search finds nothing for a file: its words are not to stand in it either.
    const isTold = await isTellingOfWithheld(search);
    const book = importReportBook({
      found,
      rows,
      isWithheld,
      totalItems: isWithheld ? 0 : await countImportRows(id, forFile),
      format,
      link: baseUrl + rowsUrl(`/imports/${id}/rows`, { ...query, search: isTold ? '' : search }),
      madeBy: user?.name ?? '',
      now,
      readAt: at,
    });
    return { body: await streamBook(book) };
  });
}
