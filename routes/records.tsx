import { ExpectedError } from '../models/errors.ts';
import type { Fields } from '../models/fields.ts';
import { countFacets, getRecord, listRecords, totalAmounts } from '../models/list.ts';
import { listVersions, restoreVersion } from '../models/history.ts';
import type { KeptRecord, Noun } from '../models/noun.ts';
import type { Right } from '../models/permissions.ts';
import { momentOf, parseListQuery } from '../models/query.ts';
import { emptyRecord, saveRecord } from '../models/record.ts';
import { keptToJson, recordToJson } from '../views/json.ts';
import { ConflictPage } from '../views/records/ConflictPage.tsx';
import { FormPage, formFields, type FormChoices, type Typed } from '../views/records/FormPage.tsx';
import { HistoryPage } from '../views/records/HistoryPage.tsx';
import type { ListPageProps } from '../views/records/ListPage.tsx';
import type { ShowPageProps } from '../views/records/ShowPage.tsx';
import { listFile } from './files.ts';
import { addOrRemoveLine, inputFrom, readTyped, typedFrom, withoutBlanks } from './formInput.ts';
import { checkInput } from './input.ts';
import { movedTo, shown, type Answer, type Asked, type Route } from './route.ts';
import type { View } from '../views/page.tsx';

/** What a noun adds to the routes every noun has. */
export interface RecordRoutes<F extends Fields, D> {
  noun: Noun<F, D>;
  /** Amounts whose totals stand under the list. */
  totals: readonly string[];
  listPage(props: ListPageProps<F, D>): ReturnType<View>;
  showPage(props: ShowPageProps<F, D>): ReturnType<View>;
  /** What the show page needs besides the record. */
  related?(record: KeptRecord<F, D>, asked: Asked): Promise<unknown>;
  /** Options of the form's choices that are records themselves. */
  choices(asked: Asked): Promise<FormChoices>;
  /** A new form's first values, from its URL (`?programme=H2020`). */
  startFrom?(asked: Asked): Typed;
}

type AnyRecord = Record<string, unknown>;
const right = (noun: { name: string }, deed: 'read' | 'write'): Right => `${noun.name}:${deed}` as Right;
const rawPath = (noun: { path: string }, id: string): string => `/${noun.path}/${encodeURIComponent(id)}`;

/** List, detail, new, edit, history and restore of a noun: the lines of the site map that all nouns share. */
export function recordRoutes<F extends Fields, D>(of: RecordRoutes<F, D>): Route[] {
  const { noun } = of;
  const { one, many } = noun.label;
  const path = `/${noun.path}`;
  const says = (en: string, nl: string) => ({ en, nl });
  return [
    {
      method: 'GET',
      path,
      right: right(noun, 'read'),
      says: says(`List ${many.en.toLowerCase()}`, `Lijst van ${many.nl.toLowerCase()}`),
      media: ['page', 'json', 'xlsx', 'csv'],
      handle: asked => list(of, asked),
    },
    {
      method: 'GET',
      path: `${path}/new`,
      right: right(noun, 'write'),
      says: says(`Form for a new ${one.en.toLowerCase()}`, `Formulier voor ${one.nl.toLowerCase()}`),
      media: ['page'],
      handle: asked => newForm(of, asked),
    },
    {
      method: 'POST',
      path,
      right: right(noun, 'write'),
      says: says(`Log a ${one.en.toLowerCase()}`, `${one.nl} vastleggen`),
      handle: asked => write(of, asked, null),
    },
    {
      method: 'GET',
      path: `${path}/:id`,
      right: right(noun, 'read'),
      says: says(`One ${one.en.toLowerCase()}`, `Eén ${one.nl.toLowerCase()}`),
      handle: asked => show(of, asked),
    },
    {
      method: 'GET',
      path: `${path}/:id/edit`,
      right: right(noun, 'write'),
      says: says('Form to edit it', 'Formulier om het te bewerken'),
      media: ['page'],
      handle: asked => editForm(of, asked),
    },
    {
      method: 'POST',
      path: `${path}/:id`,
      right: right(noun, 'write'),
      says: says('Save the form', 'Het formulier opslaan'),
      media: ['page'],
      handle: asked => write(of, asked, asked.params['id'] ?? ''),
    },
    {
      method: 'POST',
      path: `${path}/:id/resolve`,
      right: right(noun, 'write'),
      says: says(
        'Go on with the values kept of two edits',
        'Doorgaan met de gehouden waarden van twee bewerkingen',
      ),
      media: ['page'],
      handle: asked => resolve(of, asked),
    },
    {
      method: 'PATCH',
      path: `${path}/:id`,
      right: right(noun, 'write'),
      says: says('Change fields; If-Match holds the version', 'Velden wijzigen; If-Match bevat de versie'),
      media: ['json'],
      handle: asked => patch(of, asked),
    },
    {
      method: 'GET',
      path: `${path}/:id/history`,
      right: 'history:read',
      says: says('Every version, field by field', 'Elke versie, veld voor veld'),
      handle: asked => history(of, asked),
    },
    {
      method: 'POST',
      path: `${path}/:id/versions/:version/restore`,
      right: right(noun, 'write'),
      says: says('Make an earlier version the newest', 'Een eerdere versie de nieuwste maken'),
      handle: asked => restore(of, asked),
    },
  ];
}

async function list<F extends Fields, D>(of: RecordRoutes<F, D>, asked: Asked): Promise<Answer> {
  const { noun } = of;
  const query = parseListQuery(noun, asked.query, asked.now);
  if (
    asked.medium === 'xlsx' ||
    asked.medium === 'csv' ||
    (asked.medium === 'json' && !asked.isApi) ||
    isJsonFile(asked)
  ) {
    return listFile(noun, query, asked);
  }
  const wanted = asked.medium === 'page' ? noun.facets : query.facets;
  const [{ items, totalItems }, facets, totals] = await Promise.all([
    listRecords(noun, query, asked.reader),
    countFacets(noun, query, wanted),
    asked.medium === 'page' && of.totals.length > 0 ? totalAmounts(noun, query, of.totals) : null,
  ]);
  const totalPages = Math.max(1, Math.ceil(totalItems / query.pageSize));
  const data = {
    items: items.map(item => keptToJson(noun.fields, item)),
    paginationInfo: { page: query.page, pageSize: query.pageSize, totalItems, totalPages },
    sortInfo: { sort: `${query.sort.isDescending ? '-' : ''}${query.sort.key}` },
    filterInfo: {
      ...query.chosen,
      exclude: query.excluded,
      q: query.search,
      on: query.on,
      knownAt: query.knownAt?.toISOString() ?? null,
    },
    ...(query.facets.length > 0 && { facets }),
  };
  return shown(() => of.listPage({ noun, query, items, totalItems, totalPages, facets, totals }), data);
}

const isJsonFile = (asked: Asked): boolean => /\.json(\?|$)/.test(asked.url);

async function find<F extends Fields, D>(noun: Noun<F, D>, asked: Asked, knownAt: Date | null = null) {
  const record = await getRecord(noun, asked.params['id'] ?? '', asked.reader, knownAt);
  const isHidden =
    (record as unknown as AnyRecord)['isWithheld'] === true &&
    noun.name === 'organisation' &&
    !asked.reader.seesWithheld;
  if (isHidden) throw new ExpectedError('notFound', `notFound.${noun.name}`);
  return record;
}

async function show<F extends Fields, D>(of: RecordRoutes<F, D>, asked: Asked): Promise<Answer> {
  const { knownAt, on } = readMoment(asked);
  const record = await find(of.noun, asked, knownAt);
  const related = await of.related?.(record, asked);
  return shown(
    () => of.showPage({ noun: of.noun, record, related, knownAt, on }),
    keptToJson(of.noun.fields, record),
    {
      version: record.version,
    },
  );
}

function readMoment(asked: Asked) {
  const problems: ConstructorParameters<typeof ExpectedError>[3] = [];
  const moment = momentOf(asked.query, asked.now, problems as never);
  if (problems.length > 0) throw new ExpectedError('badQuery', 'badQuery', {}, problems);
  return moment;
}

async function newForm<F extends Fields, D>(of: RecordRoutes<F, D>, asked: Asked): Promise<Answer> {
  const fields = formFields(of.noun.fields);
  const typed = { ...typedFrom(fields, emptyRecord(fields)), ...of.startFrom?.(asked) };
  const choices = await of.choices(asked);
  return shown(
    () => <FormPage noun={of.noun} typed={typed} record={null} problems={[]} choices={choices} />,
    {},
  );
}

async function editForm<F extends Fields, D>(of: RecordRoutes<F, D>, asked: Asked): Promise<Answer> {
  const record = await getEditable(of, asked);
  const typed = typedFrom(formFields(of.noun.fields), record as unknown as AnyRecord);
  const choices = await of.choices(asked);
  return shown(
    () => <FormPage noun={of.noun} typed={typed} record={record} problems={[]} choices={choices} />,
    {},
  );
}

/** The record as a form edits it: who may write may see all of it, so that saving removes nothing. */
async function getEditable<F extends Fields, D>(of: RecordRoutes<F, D>, asked: Asked) {
  await find(of.noun, asked);
  return getRecord(of.noun, asked.params['id'] ?? '', { seesWithheld: true });
}

async function write<F extends Fields, D>(
  of: RecordRoutes<F, D>,
  asked: Asked,
  id: string | null,
): Promise<Answer> {
  const { noun } = of;
  if (asked.isApi) {
    const values = checkInput(noun.fields, asked.body, true);
    const record = await saveRecord(noun, { id, version: null, values }, asked.change());
    return saved(noun, record, asked, 201);
  }
  const fields = formFields(noun.fields);
  const typed = readTyped(fields, asked.body);
  const changed = addOrRemoveLine(fields, typed, asked.body['_line']);
  const record = id === null ? null : await getEditable(of, asked);
  const again = async (problems: ExpectedError['problems'], status: number, lines: Typed) => {
    const choices = await of.choices(asked);
    const version = asked.version ?? record?.version ?? 0;
    return shown(
      () => (
        <FormPage
          noun={noun}
          typed={lines}
          record={record && { ...record, version }}
          problems={problems}
          choices={choices}
        />
      ),
      {},
      { status },
    );
  };
  if (changed) return again([], 200, changed);
  const filled = withoutBlanks(typed);
  try {
    const values = checkInput(fields, inputFrom(fields, filled), true);
    if (noun.codeField !== undefined && record)
      values[noun.codeField] = (record as unknown as AnyRecord)[noun.codeField];
    const after = await saveRecord(
      noun,
      { id, version: record ? (asked.version ?? 0) : null, values },
      asked.change(),
    );
    return saved(noun, after, asked, 201, record?.version);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    if (error.kind === 'invalid') return again(error.problems, 422, filled);
    if (error.kind === 'stale' && record) {
      const theirs = typedFrom(fields, record as unknown as AnyRecord);
      return shown(
        () => <ConflictPage noun={noun} record={record} theirs={theirs} yours={filled} />,
        {},
        { status: 409 },
      );
    }
    throw error;
  }
}

/** After a conflict: the form again, with the fields of theirs that were chosen in the place of one's own. */
async function resolve<F extends Fields, D>(of: RecordRoutes<F, D>, asked: Asked): Promise<Answer> {
  const record = await getEditable(of, asked);
  const fields = formFields(of.noun.fields);
  const yours = readTyped(fields, asked.body);
  const theirs = typedFrom(fields, record as unknown as AnyRecord);
  const typed: Typed = { ...yours };
  for (const key of Object.keys(theirs)) {
    const kept = theirs[key];
    if (asked.body[`_keep.${key}`] === 'theirs' && kept !== undefined) typed[key] = kept;
  }
  const choices = await of.choices(asked);
  const version = asked.version ?? record.version;
  return shown(
    () => (
      <FormPage
        noun={of.noun}
        typed={typed}
        record={{ ...record, version }}
        problems={[]}
        choices={choices}
      />
    ),
    {},
  );
}

function saved<F extends Fields, D>(
  noun: Noun<F, D>,
  record: KeptRecord<F, D>,
  asked: Asked,
  status: 200 | 201,
  before?: number,
): Answer {
  const to = rawPath(noun, record.id);
  const seen = asked.reader.seesWithheld ? record : (noun.mask?.(record) ?? record);
  const notice =
    before === record.version
      ? asked.t('record.unchanged')
      : asked.t('record.saved', { name: noun.identify(record) });
  return movedTo(to, {
    notice,
    status,
    location: `/api/v1${to}`,
    version: record.version,
    data: keptToJson(noun.fields, seen),
  });
}

async function patch<F extends Fields, D>(of: RecordRoutes<F, D>, asked: Asked): Promise<Answer> {
  const { noun } = of;
  await find(noun, asked);
  if (asked.version === null) throw new ExpectedError('versionMissing', 'versionMissing');
  const values = checkInput(noun.fields, asked.body, false);
  if (noun.codeField !== undefined) delete values[noun.codeField];
  const record = await saveRecord(
    noun,
    { id: asked.params['id'] ?? '', version: asked.version, values },
    asked.change(),
  );
  return saved(noun, record, asked, 200);
}

async function history<F extends Fields, D>(of: RecordRoutes<F, D>, asked: Asked): Promise<Answer> {
  const { noun } = of;
  if (!asked.may(right(noun, 'read'))) throw new ExpectedError('forbidden', 'forbidden');
  const record = await find(noun, asked);
  const entries = await listVersions(noun, record.id, asked.reader);
  const data = {
    items: entries.map(({ version, validFrom, validTo, changedBy, channel, reason, changes }) => ({
      version,
      validFrom,
      validTo,
      changedBy,
      channel,
      reason,
      changes: changes.map(({ key, before, after }) => {
        const field = { [key]: noun.fields[key] } as Fields;
        return {
          field: key,
          before: recordToJson(field, { [key]: before })[key],
          after: recordToJson(field, { [key]: after })[key],
        };
      }),
    })),
  };
  return shown(() => <HistoryPage noun={noun} record={record} entries={entries} />, data);
}

async function restore<F extends Fields, D>(of: RecordRoutes<F, D>, asked: Asked): Promise<Answer> {
  const { noun } = of;
  await find(noun, asked);
  if (asked.version === null) throw new ExpectedError('versionMissing', 'versionMissing');
  const earlier = Number(asked.params['version']);
  const reason = asked.t('record.restored', { version: earlier });
  const record = await restoreVersion(
    noun,
    asked.params['id'] ?? '',
    earlier,
    asked.version,
    asked.change(reason),
  );
  return { ...saved(noun, record, asked, 200), ...(asked.isApi ? {} : { notice: reason }) } as Answer;
}
