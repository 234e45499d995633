import type { Reader } from '../../models/accounts/reader.ts';
import { ExpectedError, textKeyOf, type Problem } from '../../models/values/errors.ts';
import { concealInImport } from '../../models/imports/rows/concealed.ts';
import { expiresAt } from '../../models/imports/lifecycle/expire.ts';
import { importFields, settingsFrom, type ImportInput } from '../../models/imports/importFields.ts';
import { countOpen } from '../../models/imports/rows/importRows.ts';
import { joinAll } from '../../models/process/joinAll.ts';
import { countRefusals, noRefusals } from '../../models/imports/rows/refusals.ts';
import { listImports, requestApply, requestCheck } from '../../models/imports/imports.ts';
import { getSeenImport, seenBy } from '../../models/imports/seenBy.ts';
import { requestRetry } from '../../models/imports/lifecycle/stopped.ts';
import { requestUndo } from '../../models/imports/undo/undo.ts';
import type { Import } from '../../models/imports/import.ts';
import { receiveImport } from '../../models/imports/lifecycle/receive.ts';
import type { Actor } from '../../models/record/noun.ts';
import type { Mapping } from '../../models/sources/contract/incoming.ts';
import { importToJson, refusalToJson, saySource } from '../../views/imports/json.ts';
import { ImportListPage } from '../../views/imports/ListPage.tsx';
import { ImportPage } from '../../views/imports/ShowPage.tsx';
import { isReported, totalsOf } from '../../views/imports/state.tsx';
import { UploadPage } from '../../views/imports/UploadPage.tsx';
import type { Typed } from '../../views/records/typed.ts';
import { actorOf } from '../line/actor.ts';
import { inputFrom, readTyped, refuseUnknownNames, typedFrom } from '../line/formInput.ts';
import { emptyRecord } from '../../models/record/fields.ts';
import { importMappingRoutes } from './importMapping.tsx';
import { importRowRoutes } from './importRows.tsx';
import { importTemplateRoutes } from './importTemplates.ts';
import { acceptedSchema, importsSchema, pageKeys, shownImportSchema } from './importSchemas.ts';
import { checkInput, refuseUnknown, sentIn } from '../line/input.ts';
import { movedTo, shown, type Answer, type RouteRequest, type Settings, type Route } from '../line/route.ts';
import { areRowsShown } from './importReport.ts';

const mostListed = 50;
const { source: sourceField, encoding: encodingField } = importFields;

/** Files that come in: received, checked, shown, applied, undone. What is in them row by row: `importRows.tsx`. */
export const importRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/imports',
    right: 'import:read',
    says: { en: 'The imports, the newest first', nl: 'De imports, de nieuwste eerst' },
    query: { own: pageKeys },
    output: { schema: importsSchema },
    handle: list,
  },
  {
    method: 'GET',
    path: '/imports/new',
    right: 'import:run',
    says: { en: 'Form to import a file', nl: 'Formulier om een bestand te importeren' },
    media: ['page'],
    handle: async (_request, _reader, settings) =>
      form(settings, typedFrom(importFields, emptyRecord(importFields)), [], null),
  },
  {
    method: 'POST',
    path: '/imports',
    right: 'import:run',
    says: {
      en: 'Send a file to be checked; nothing is written before it is applied',
      nl: 'Een bestand sturen om te laten controleren; er wordt niets opgeslagen voordat het wordt toegepast',
    },
    takesLong: true,
    input: {
      fields: importFields,
      isWhole: false,
      file: {
        en: 'A .zip, .xlsx, .csv or .json; the last part of the form',
        nl: 'Een .zip, .xlsx, .csv of .json; het laatste deel van het formulier',
      },
    },
    output: { schema: acceptedSchema, isVersioned: true },
    status: 202,
    handle: receive,
  },
  // Their words stand where an id may stand: they come first.
  ...importMappingRoutes,
  ...importTemplateRoutes,
  {
    method: 'GET',
    path: '/imports/:id',
    right: 'import:read',
    says: {
      en: 'One import: how far it is, and its figures',
      nl: 'Eén import: hoe ver die is, en de cijfers',
    },
    output: { schema: shownImportSchema, isVersioned: true },
    handle: (request, reader, settings) => show(request, reader, settings),
  },
  ...importRowRoutes,
  {
    method: 'POST',
    path: '/imports/:id/apply',
    right: 'import:run',
    says: { en: 'Apply a checked import', nl: 'Een gecontroleerde import toepassen' },
    takesVersion: true,
    input: null,
    output: { schema: acceptedSchema, isVersioned: true },
    status: 202,
    handle: (request, reader, settings) => requestStep(request, reader, settings, requestApply),
  },
  {
    method: 'POST',
    path: '/imports/:id/undo',
    right: 'import:run',
    says: {
      en: 'Undo an applied import completely, where nothing newer touched its records',
      nl: 'Een toegepaste import geheel ongedaan maken, waar niets nieuwers de records heeft geraakt',
    },
    takesVersion: true,
    input: null,
    output: { schema: acceptedSchema, isVersioned: true },
    status: 202,
    handle: (request, reader, settings) => requestStep(request, reader, settings, requestUndo),
  },
  {
    method: 'POST',
    path: '/imports/:id/retry',
    right: 'import:run',
    says: {
      en: 'Try an import again that was given up; what was written stays, and it goes on from there',
      nl: 'Een import die is opgegeven opnieuw proberen; wat is geschreven blijft, en het gaat vandaar verder',
    },
    takesVersion: true,
    input: null,
    output: { schema: acceptedSchema, isVersioned: true },
    status: 202,
    handle: (request, reader, settings) => requestStep(request, reader, settings, requestRetry),
  },
  {
    method: 'POST',
    path: '/imports/:id/source',
    right: 'import:run',
    says: {
      en: 'Check the file again, as another source or in another encoding',
      nl: 'Het bestand opnieuw controleren, als een andere bron of in een andere codering',
    },
    input: { fields: { source: sourceField, encoding: encodingField }, isWhole: false },
    output: { schema: acceptedSchema, isVersioned: true },
    status: 202,
    handle: recheck,
  },
];

async function list(request: RouteRequest, reader: Reader, settings: Settings): Promise<Answer> {
  const problems: Problem[] = [];
  const number = (key: string, most: number, otherwise: number): number => {
    const text = request.query[key];
    if (text === undefined || text === '') return otherwise;
    const value = typeof text === 'string' && /^\d{1,7}$/.test(text) ? Number(text) : 0;
    if (value < 1 || value > most)
      problems.push({ field: key, type: 'query.number', values: { least: 1, most } });
    return value;
  };
  const [page, pageSize] = [number('page', 1_000_000, 1), number('pageSize', 250, mostListed)];
  if (problems.length > 0) throw new ExpectedError('badQuery', 'badQuery', {}, problems);
  const { items: whole, totalItems } = await listImports(page, pageSize, seenBy(reader));
  const items = reader.rights.has('withheld:read') ? whole : await Promise.all(whole.map(concealInImport));
  const totalPages = Math.max(1, Math.ceil(totalItems / pageSize));
  const context = { ...request, ...reader, ...settings };
  return shown(() => <ImportListPage imports={items} most={pageSize} />, {
    items: items.map(one => importToJson(one, context)),
    paginationInfo: { page, pageSize, totalItems, totalPages },
  });
}

function form(
  settings: Settings,
  typed: Typed,
  problems: readonly Problem[],
  fileProblem: string | null,
): Answer {
  const status = problems.length > 0 || fileProblem !== null ? 422 : 200;
  return shown(
    () => (
      <UploadPage
        fields={importFields}
        typed={typed}
        problems={problems}
        fileProblem={fileProblem}
        mostMegabytes={settings.importLimitMb}
      />
    ),
    {},
    { status },
  );
}

async function receive(request: RouteRequest, reader: Reader, settings: Settings): Promise<Answer> {
  const { file, isApi, t } = request;
  if (!isApi) refuseUnknownNames(importFields, request.body);
  const typed = readTyped(importFields, request.body);
  const missing: Problem = { field: 'file', type: 'any.required' };
  try {
    const sent = isApi ? sentIn(request) : inputFrom(importFields, typed);
    const input = checkInput(importFields, sent, true);
    if (file === null) throw new ExpectedError('invalid', 'importPage.fileMissing', {}, [missing]);
    const found = await receiveImport(file, settingsFrom(input), actorOf(reader), request.now);
    return accepted(found);
  } catch (error) {
    if (isApi || !(error instanceof ExpectedError) || error.kind !== 'invalid') throw error;
    const own = error.problems.filter(({ field }) => field !== 'file');
    // A browser forgets the file with every answer: it is asked for again whatever else is wrong.
    return form(settings, typed, own, t('importPage.fileMissing'));
  }
}

/** Its own page, or by API its id and state. */
const accepted = ({ id, state, version }: Import): Answer =>
  movedTo(`/imports/${id}`, { status: 202, data: { id, state }, version, location: `/api/v1/imports/${id}` });

async function show(
  request: RouteRequest,
  reader: Reader,
  settings: Settings,
  refusal: string | null = null,
): Promise<Answer> {
  const whole = await getSeenImport(request.params['id'] ?? '', reader);
  const isPage = request.medium === 'page';
  const found = reader.rights.has('withheld:read') ? whole : await concealInImport(whole);
  const none = { excluded: 0, undecided: 0 };
  const [open, refusals] = await joinAll([
    isPage && isReported(found) ? countOpen(found.id) : none,
    (totalsOf(found)?.rejected ?? 0) > 0 ? countRefusals(found.id) : noRefusals,
  ]);
  const until = expiresAt(found, settings.importKeptDays);
  const { version } = found;
  return shown(
    () => (
      <ImportPage
        {...{ found, ...open, refusals, refusal }}
        areRowsShown={areRowsShown(reader, whole)}
        expiresAt={until}
      />
    ),
    {
      ...importToJson(found, { ...request, ...reader, ...settings }),
      refusals: refusals.listed.map(one => refusalToJson(one, request.t)),
    },
    { version, ...(refusal !== null && { status: 409 }) },
  );
}

/** Does it; where the import is no longer as the person saw it, or others need its records, its page says so anew. */
async function doneOrShown(
  request: RouteRequest,
  reader: Reader,
  settings: Settings,
  action: () => Promise<Import>,
): Promise<Answer> {
  try {
    return accepted(await action());
  } catch (error) {
    const isRefused = error instanceof ExpectedError && (error.kind === 'stale' || error.kind === 'conflict');
    if (request.isApi || !isRefused) throw error;
    const key = error.kind === 'stale' ? 'importStep.stale' : textKeyOf(error.key);
    return show(request, reader, settings, saySource(request.t, { key, values: error.values }));
  }
}

/**
 * Asks for an action on the import as the person saw it: what was decided or left out since, they have not read. A program
 * need not say what it saw.
 */
async function requestStep(
  request: RouteRequest,
  reader: Reader,
  settings: Settings,
  action: (id: string, version: number | null, by: Actor) => Promise<Import>,
): Promise<Answer> {
  refuseUnknown(request);
  const { id } = await getSeenImport(request.params['id'] ?? '', reader);
  return doneOrShown(request, reader, settings, async () => action(id, request.version, actorOf(reader)));
}

async function recheck(request: RouteRequest, reader: Reader, settings: Settings): Promise<Answer> {
  const sent = sentIn(request);
  const input = { source: sourceField, encoding: encodingField };
  const { source, encoding } = checkInput(input, sent, true) as Pick<ImportInput, 'source' | 'encoding'>;
  const id = request.params['id'] ?? '';
  const { settings: before } = await getSeenImport(id, reader);
  // What is not said of the encoding stays; what is may give columns other names than those that were mapped.
  const isOther = Object.hasOwn(sent, 'encoding') && encoding !== before.encoding;
  const change = { source, ...(isOther && { encoding, mapping: inAscii(before.mapping) }) };
  return doneOrShown(request, reader, settings, async () =>
    requestCheck(id, request.version, change, actorOf(reader)),
  );
}

/** A mapping whose columns read alike in every encoding; null for any other. */
const inAscii = (mapping: Mapping | null): Mapping | null =>
  mapping && Object.keys(mapping.columns).every(column => /^[ -~]*$/.test(column)) ? mapping : null;
