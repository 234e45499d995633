import type { Reader } from '../../models/accounts/reader.ts';
import { ExpectedError } from '../../models/values/errors.ts';
import type { Fields } from '../../models/record/fields.ts';
import type { Label } from '../../models/values/format.ts';
import { countFacets } from '../../models/lists/facets.ts';
import { listRecords } from '../../models/lists/list.ts';
import { totalAmounts } from '../../models/lists/totals.ts';
import type { KeptRecord, Noun } from '../../models/record/noun.ts';
import type { Right } from '../../models/accounts/permissions.ts';
import { momentFor, momentOf, parseListQuery } from '../../models/query/query.ts';
import { emptyRecord, saveRecord } from '../../models/record/record.ts';
import { filterInfoOf, keptToJsonOn, totalsToJson } from '../../views/json.ts';
import { FormPage, formFields } from '../../views/records/FormPage.tsx';
import type { FormChoices, Typed } from '../../views/records/typed.ts';
import type { ListPageProps } from '../../views/records/ListPage.tsx';
import type { ShowPageProps } from '../../views/records/ShowPage.tsx';
import { listFile } from '../line/files.ts';
import {
  addOrRemoveLine,
  inputFrom,
  readTyped,
  refuseUnknownNames,
  typedFrom,
  withoutBlanks,
} from '../line/formInput.ts';
import { checkInput } from '../line/input.ts';
import { resolveConflict, showConflict } from './conflict.tsx';
import { historySchema, restore, showHistory } from './recordHistory.tsx';
import { sayingWhatChanged } from '../line/stale.ts';
import { getRequested, getEditable, saved } from '../line/written.ts';
import {
  bodies,
  shown,
  type Answer,
  type RouteRequest,
  type Settings,
  type QueryKeys,
  type Route,
} from '../line/route.ts';
import type { View } from '../../views/page.tsx';

/** What a noun adds to the routes every noun has. */
export interface RecordRoutes<F extends Fields, D> {
  noun: Noun<F, D>;
  listPage(props: ListPageProps<F, D>): ReturnType<View>;
  showPage(props: ShowPageProps<F, D>): ReturnType<View>;
  /** Rules over several fields, in words. */
  rules?: Label;
  /** What the show page needs besides the record. */
  related?(record: KeptRecord<F, D>, request: RouteRequest, reader: Reader): Promise<unknown>;
  /** Options of the form's choices that are records themselves. */
  choices(reader: Reader): Promise<FormChoices>;
  /** A new form's first values, from its URL (`?programme=H2020`). */
  startFrom?(request: RouteRequest, reader: Reader): Typed;
  /** The keys of that URL. */
  startKeys?: NonNullable<QueryKeys['own']>;
}

type AnyRecord = Record<string, unknown>;
const right = (noun: { name: string }, action: 'read' | 'write'): Right => `${noun.name}:${action}` as Right;

/** List, detail, new, edit, history and restore of a noun: the lines of the site map that all nouns share. */
export function recordRoutes<F extends Fields, D>(of: RecordRoutes<F, D>): Route[] {
  const { noun } = of;
  const { one, many } = noun.label;
  const path = `/${noun.path}`;
  const says = (en: string, nl: string) => ({ en, nl });
  const output = { record: noun.name };
  const rules = of.rules && { rules: of.rules };
  return [
    {
      method: 'GET',
      path,
      right: right(noun, 'read'),
      says: says(`List ${many.en.toLowerCase()}`, `Lijst van ${many.nl.toLowerCase()}`),
      media: ['page', 'json', 'xlsx', 'csv'],
      query: { list: noun.name },
      output: { list: noun.name },
      handle: (request, reader, settings) => list(of, request, reader, settings),
    },
    {
      method: 'GET',
      path: `${path}/new`,
      right: right(noun, 'write'),
      says: says(`Form for a new ${one.en.toLowerCase()}`, `Formulier voor ${one.nl.toLowerCase()}`),
      media: ['page'],
      query: { own: of.startKeys ?? {} },
      handle: (request, reader) => newForm(of, request, reader),
    },
    {
      method: 'POST',
      path,
      right: right(noun, 'write'),
      says: says(`Log a ${one.en.toLowerCase()}`, `${one.nl} vastleggen`),
      input: { fields: noun.fields, isWhole: true },
      body: bodies.long,
      output,
      status: 201,
      ...rules,
      handle: (request, reader) => write(of, request, reader, null),
    },
    {
      method: 'GET',
      path: `${path}/:id`,
      right: right(noun, 'read'),
      says: says(`One ${one.en.toLowerCase()}`, `Eén ${one.nl.toLowerCase()}`),
      query: { moment: true },
      output,
      handle: (request, reader) => show(of, request, reader),
    },
    {
      method: 'GET',
      path: `${path}/:id/edit`,
      right: right(noun, 'write'),
      says: says('Form to edit it', 'Formulier om het te bewerken'),
      media: ['page'],
      handle: (request, reader) => editForm(of, request, reader),
    },
    {
      method: 'POST',
      path: `${path}/:id`,
      right: right(noun, 'write'),
      says: says('Save the form', 'Het formulier opslaan'),
      media: ['page'],
      body: bodies.long,
      handle: (request, reader) => write(of, request, reader, request.params['id'] ?? ''),
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
      body: bodies.long,
      handle: (request, reader) => resolveConflict(noun, request, reader, () => of.choices(reader)),
    },
    {
      method: 'PATCH',
      path: `${path}/:id`,
      right: right(noun, 'write'),
      says: says('Change fields; If-Match holds the version', 'Velden wijzigen; If-Match bevat de versie'),
      media: ['json'],
      input: { fields: noun.fields, isWhole: false },
      body: bodies.long,
      output,
      needsVersion: true,
      ...rules,
      handle: (request, reader) => patch(of, request, reader),
    },
    {
      method: 'GET',
      path: `${path}/:id/history`,
      // Accounts are not everybody's to read, nor is what became of them.
      right: noun.name === 'user' ? 'user:read' : 'history:read',
      says: says('Every version, field by field', 'Elke versie, veld voor veld'),
      output: { schema: historySchema },
      handle: (request, reader) => showHistory(noun, request, reader),
    },
    {
      method: 'POST',
      path: `${path}/:id/versions/:version/restore`,
      right: right(noun, 'write'),
      says: says('Make an earlier version the newest', 'Een eerdere versie de nieuwste maken'),
      input: null,
      output,
      needsVersion: true,
      handle: (request, reader) => restore(noun, request, reader),
    },
  ];
}

async function list<F extends Fields, D>(
  of: RecordRoutes<F, D>,
  request: RouteRequest,
  reader: Reader,
  settings: Settings,
): Promise<Answer> {
  const { noun } = of;
  const query = parseListQuery(noun, request.query, request.now);
  const isTable = request.medium === 'xlsx' || request.medium === 'csv';
  if (isTable || (request.medium === 'json' && !request.isApi) || isJsonFile(request))
    return listFile(noun, query, request, reader, settings);
  const isPage = request.medium === 'page';
  const summed = isPage ? (noun.totals ?? []) : query.totals;
  const [{ items, totalItems }, facets, totals] = await Promise.all([
    listRecords(noun, query, reader),
    countFacets(noun, query, isPage ? noun.facets : query.facets),
    summed.length > 0 ? totalAmounts(noun, query, summed) : null,
  ]);
  const totalPages = Math.max(1, Math.ceil(totalItems / query.pageSize));
  const data = {
    items: items.map(item => keptToJsonOn(noun, item, momentFor(query))),
    paginationInfo: { page: query.page, pageSize: query.pageSize, totalItems, totalPages },
    sortInfo: { sort: `${query.sort.isDescending ? '-' : ''}${query.sort.key}` },
    filterInfo: filterInfoOf(query, request.t),
    ...(query.facets.length > 0 && { facets }),
    ...(totals && { totals: totalsToJson(totals) }),
  };
  return shown(() => of.listPage({ noun, query, items, totalItems, totalPages, facets, totals }), data);
}

const isJsonFile = (request: RouteRequest): boolean => /^[^?]*\.json(\?|$)/.test(request.url);

async function show<F extends Fields, D>(
  of: RecordRoutes<F, D>,
  request: RouteRequest,
  reader: Reader,
): Promise<Answer> {
  const moment = readMoment(request);
  const { knownAt, on } = moment;
  const record = await getRequested(of.noun, request, reader, knownAt);
  const related = await of.related?.(record, request, reader);
  return shown(
    () => of.showPage({ noun: of.noun, record, related, knownAt, on }),
    keptToJsonOn(of.noun, record, momentFor({ ...moment, now: request.now })),
    { version: record.version },
  );
}

function readMoment(request: RouteRequest) {
  const problems: ConstructorParameters<typeof ExpectedError>[3] = [];
  const moment = momentOf(request.query, request.now, problems as never);
  if (problems.length > 0) throw new ExpectedError('badQuery', 'badQuery', {}, problems);
  return moment;
}

async function newForm<F extends Fields, D>(
  of: RecordRoutes<F, D>,
  request: RouteRequest,
  reader: Reader,
): Promise<Answer> {
  const fields = formFields(of.noun.fields);
  const typed = { ...typedFrom(fields, emptyRecord(fields)), ...of.startFrom?.(request, reader) };
  const choices = await of.choices(reader);
  return shown(
    () => <FormPage noun={of.noun} typed={typed} record={null} problems={[]} choices={choices} />,
    {},
  );
}

async function editForm<F extends Fields, D>(
  of: RecordRoutes<F, D>,
  request: RouteRequest,
  reader: Reader,
): Promise<Answer> {
  const record = await getEditable(of.noun, request, reader);
  const typed = typedFrom(formFields(of.noun.fields), record);
  const choices = await of.choices(reader);
  return shown(
    () => <FormPage noun={of.noun} typed={typed} record={record} problems={[]} choices={choices} />,
    {},
  );
}

async function write<F extends Fields, D>(
  of: RecordRoutes<F, D>,
  request: RouteRequest,
  reader: Reader,
  id: string | null,
): Promise<Answer> {
  const { noun } = of;
  if (request.isApi) {
    const values = checkInput(noun.fields, request.body, true);
    const record = await saveRecord(noun, { id, version: null, values }, request.change());
    return saved(noun, record, request, reader, 201);
  }
  const fields = formFields(noun.fields);
  refuseUnknownNames(fields, request.body);
  const typed = readTyped(fields, request.body);
  const changed = addOrRemoveLine(fields, typed, request.body['_line']);
  const record = id === null ? null : await getEditable(noun, request, reader);
  const again = async (problems: ExpectedError['problems'], status: number, lines: Typed) => {
    const choices = await of.choices(reader);
    const version = request.version ?? record?.version ?? 0;
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
    const before = record ? [record as unknown as AnyRecord] : [];
    const values = checkInput(fields, inputFrom(fields, filled, before), true);
    const after = await saveRecord(
      noun,
      { id, version: record ? (request.version ?? 0) : null, values },
      request.change(),
    );
    return saved(noun, after, request, reader, 201, record?.version);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    if (error.kind === 'invalid') return again(error.problems, 422, filled);
    if (error.kind === 'stale' && record) {
      return showConflict(noun, request, reader, filled);
    }
    throw error;
  }
}

async function patch<F extends Fields, D>(
  of: RecordRoutes<F, D>,
  request: RouteRequest,
  reader: Reader,
): Promise<Answer> {
  const { noun } = of;
  await getRequested(noun, request, reader);
  if (request.version === null) throw new ExpectedError('versionMissing', 'versionMissing');
  const values = checkInput(noun.fields, request.body, false);
  const write = { id: request.params['id'] ?? '', version: request.version, values };
  const record = await sayingWhatChanged(noun, request, reader, () =>
    saveRecord(noun, write, request.change()),
  );
  return saved(noun, record, request, reader, 200);
}
