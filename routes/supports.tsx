import type { Reader } from '../models/accounts/reader.ts';
import { splitEqually } from '../models/assessments/attribution.ts';
import { ExpectedError, invalid } from '../models/values/errors.ts';
import type { Field, Fields } from '../models/record/fields.ts';
import { findRecord } from '../models/lists/list.ts';
import type { KeptRecord, Noun } from '../models/record/noun.ts';
import { calls } from '../models/calls/call.ts';
import { presentMoment } from '../models/query/query.ts';
import { saveRecord } from '../models/record/record.ts';
import type { Project } from '../models/projects/project.ts';
import { listInitiatives, type Initiative } from '../models/strategies/strategy.ts';
import { proposalsOfCall, proposalsOfSources, type Proposal } from '../models/assessments/proposals.ts';
import type { Statement } from '../models/record/statement.ts';
import { numberOf, strategyOf, supportFields, type Support } from '../models/assessments/support.ts';
import { keptToJsonOn } from '../views/json.ts';
import type { Typed } from '../views/records/typed.ts';
import { SupportsPage } from '../views/supports/SupportsPage.tsx';
import { findChoices } from './line/choices.ts';
import { inputFrom, readTyped, refuseUnknownNames, typedFrom } from './line/formInput.ts';
import { checkInput, refuseUnknown } from './line/input.ts';
import { sayingWhatChanged } from './line/stale.ts';
import {
  bodies,
  movedTo,
  shown,
  type Answer,
  type RouteRequest,
  type Input,
  type Route,
} from './line/route.ts';
import { forEditing, visibleTo } from '../models/record/visibleTo.ts';
import { getRequested } from './line/written.ts';

type Supported = KeptRecord & { supports: Support[]; statements: Statement[] };
type Line = Typed & { initiative: string; significance: string; shareBp: string };

/** The whole list, which must be sent: an empty one is said as such. */
const supportsInput = ({ fields: { supports } }: Noun): Input => ({
  fields: { supports: { ...(supports as Field), isRequired: true } },
  isWhole: true,
});

const supportRules = {
  en: 'Each initiative once; shares of one strategy add up to 10,000 at most; a rating needs its justification; only principal and secondary links have a share.',
  nl: 'Elk initiatief één keer; aandelen van één strategie zijn samen maximaal 10.000; een beoordeling heeft een motivering nodig; alleen hoofd- en nevendoelen hebben een aandeel.',
};

/** The editor of a record's links to initiatives, on a page of its own; the API puts the whole list. */
export function supportRoutes<F extends Fields, D>(noun: Noun<F, D>): Route[] {
  const path = `/${noun.path}/:id/supports`;
  return [
    {
      method: 'GET',
      path,
      right: `support:write`,
      says: { en: 'Form to link it to initiatives', nl: 'Formulier om het aan initiatieven te koppelen' },
      media: ['page'],
      handle: (request, reader) => edit(noun, request, reader),
    },
    {
      method: 'POST',
      path,
      right: 'support:write',
      says: {
        en: 'Save the links, or fill in the form further',
        nl: 'De koppelingen opslaan, of het formulier verder invullen',
      },
      media: ['page'],
      body: bodies.long,
      handle: (request, reader) => save(noun, request, reader),
    },
    {
      method: 'PUT',
      path,
      right: 'support:write',
      says: {
        en: 'Replace the links to initiatives; If-Match holds the version',
        nl: 'De koppelingen vervangen; If-Match bevat de versie',
      },
      media: ['json'],
      input: supportsInput(noun),
      body: bodies.long,
      output: { record: noun.name },
      needsVersion: true,
      rules: supportRules,
      handle: (request, reader) => put(noun, request, reader),
    },
  ];
}

async function findSupported(noun: Noun, request: RouteRequest, reader: Reader): Promise<Supported> {
  return (await getRequested(visibleTo(noun, forEditing(reader)), request)) as Supported;
}

/** One line for every initiative, those without a link empty: not assessed. */
function linesOf(initiatives: readonly Initiative[], supports: readonly Support[]): Line[] {
  return initiatives.map(({ code }) => {
    const support = supports.find(({ initiative }) => initiative === code);
    return { ...typedFrom(supportFields, support ?? {}), initiative: code } as Line;
  });
}

/** What the project's call and topic propose, then what its sources do: a proposal, never silently its own. */
async function findProposals(record: Supported, reader: Reader): Promise<Proposal[]> {
  const { call, topic } = record as Partial<Pick<Project, 'call' | 'topic'>>;
  const found = await Promise.all(
    [call, topic].flatMap(link => (link ? [findRecord(visibleTo(calls, reader), link.id)] : [])),
  );
  return [
    ...found.flatMap(one => (one ? proposalsOfCall(one.identifier, one.supports) : [])),
    ...proposalsOfSources(record.statements),
  ];
}

async function page(
  noun: Noun,
  request: RouteRequest,
  reader: Reader,
  lines: readonly Line[],
  record: Supported,
  problems: ExpectedError['problems'],
  status = 200,
) {
  const [initiatives, proposals, choices] = await Promise.all([
    listInitiatives(),
    findProposals(record, reader),
    findChoices(reader, ['keyAction']),
  ]);
  const version = request.version ?? record.version;
  return shown(
    () => (
      <SupportsPage
        noun={noun}
        record={{ ...record, version }}
        lines={lines}
        initiatives={initiatives}
        proposals={proposals}
        keyActions={choices.keyAction ?? []}
        problems={problems}
      />
    ),
    {},
    { status },
  );
}

async function edit(noun: Noun, request: RouteRequest, reader: Reader): Promise<Answer> {
  const record = await findSupported(noun, request, reader);
  return page(noun, request, reader, linesOf(await listInitiatives(), record.supports), record, []);
}

const isMoney = ({ significance }: Line): boolean =>
  significance === 'principal' || significance === 'secondary';

/** "Whole", "split equally" and "take over": the form filled in further, nothing saved. Null when none was pressed. */
function pressed(
  lines: readonly Line[],
  body: RouteRequest['body'],
  proposals: readonly Proposal[],
): Line[] | null {
  const whole = body['_whole'];
  const equally = body['_equally'];
  const take = body['_take'];
  if (typeof whole === 'string') {
    const strategy = strategyOf(whole);
    return lines.map(line =>
      strategyOf(line.initiative) === strategy
        ? { ...line, shareBp: line.initiative === whole ? '100' : '' }
        : line,
    );
  }
  if (typeof equally === 'string') {
    const rated = lines.filter(line => isMoney(line) && strategyOf(line.initiative) === equally);
    const shares = new Map(
      splitEqually(rated.map(line => numberOf(line.initiative))).map(({ number, shareBp }) => [
        number,
        shareBp,
      ]),
    );
    return lines.map(line => {
      const share = rated.includes(line) ? shares.get(numberOf(line.initiative)) : undefined;
      return share === undefined ? line : { ...line, shareBp: String(share / 100) };
    });
  }
  if (typeof take === 'string') {
    const proposal = proposals.find(({ key }) => key === take);
    if (!proposal) return [...lines];
    const { initiative, link } = proposal;
    const taken = typedFrom(supportFields, link);
    return lines.map(line => (line.initiative === initiative ? ({ ...taken, initiative } as Line) : line));
  }
  return null;
}

async function save(noun: Noun, request: RouteRequest, reader: Reader): Promise<Answer> {
  const record = await findSupported(noun, request, reader);
  const fields: Fields = { supports: noun.fields['supports'] as Field };
  refuseUnknownNames(fields, request.body, name => ['_whole', '_equally', '_take'].includes(name));
  const typed = readTyped(fields, request.body);
  const lines = (typed['supports'] ?? []) as Line[];
  const filled = pressed(lines, request.body, await findProposals(record, reader));
  if (filled) return page(noun, request, reader, filled, record, []);
  const isTyped = (line: Line) =>
    line.significance !== '' ||
    ['shareBp', 'justification', 'source', 'keyAction'].some(key => line[key] !== '');
  const kept = lines.filter(isTyped);
  try {
    const wanted = kept.map(line => inputFrom(supportFields, line));
    for (const one of wanted) {
      delete one['assessedBy'];
      delete one['assessedAt'];
    }
    return await store(noun, request, reader, record, wanted, request.version ?? 0);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    if (error.kind === 'stale') {
      return await page(
        noun,
        { ...request, version: record.version },
        reader,
        lines,
        record,
        [{ field: '', type: 'supports.stale', values: { name: record.updatedBy.name } }],
        409,
      );
    }
    if (error.kind !== 'invalid') throw error;
    const problems = error.problems.map(problem => ({
      ...problem,
      field: placeOf(problem.field, kept, lines),
    }));
    return page(noun, request, reader, lines, record, problems, 422);
  }
}

/** The place of a problem among all lines of the form, where it was found among the filled ones. */
function placeOf(field: string, kept: readonly Line[], lines: readonly Line[]): string {
  const [, digits, rest] = /^supports\.(\d+)(.*)$/.exec(field) ?? [];
  const line = kept[Number(digits)];
  return line ? `supports.${lines.indexOf(line)}${rest ?? ''}` : field;
}

async function store(
  noun: Noun,
  request: RouteRequest,
  reader: Reader,
  record: Supported,
  supports: unknown,
  version: number,
): Promise<Answer> {
  const values = checkInput(noun.fields, { supports }, false);
  const after = await saveRecord(noun, { id: record.id, version, values }, request.change());
  const visible = visibleTo(noun, reader);
  const to = `/${noun.path}/${encodeURIComponent(record.id)}`;
  return movedTo(to, {
    notice: request.t('supports.saved'),
    version: after.version,
    data: keptToJsonOn(visible, visible.see(after), presentMoment(request.now)),
  });
}

async function put(noun: Noun, request: RouteRequest, reader: Reader): Promise<Answer> {
  const record = await findSupported(noun, request, reader);
  if (request.version === null) throw new ExpectedError('versionMissing', 'versionMissing');
  const { version } = request;
  refuseUnknown(request, ['supports']);
  if (!Object.hasOwn(request.body, 'supports')) throw invalid([{ field: 'supports', type: 'any.required' }]);
  checkInput(supportsInput(noun).fields, request.body, true);
  return sayingWhatChanged(noun, request, reader, () =>
    store(noun, request, reader, record, request.body['supports'], version),
  );
}
