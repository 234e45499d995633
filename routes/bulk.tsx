import type { Reader } from '../models/accounts/reader.ts';
import { applyBulk, planBulk, type BulkAction, type BulkResult } from '../models/curation/bulk.ts';
import { getOutcome, keepOutcome } from '../models/curation/bulkOutcome.ts';
import { ExpectedError, type Problem } from '../models/values/errors.ts';
import type { Fields } from '../models/record/fields.ts';
import type { Noun } from '../models/record/noun.ts';
import { BulkPage, BulkResultPage, NothingDonePage } from '../views/bulk/BulkPage.tsx';
import type { MessageKey } from '../views/locales/index.ts';
import { sayProblem, sayWhy } from '../views/problem.ts';
import { userOf } from './accounts/account.tsx';
import {
  actionIn,
  bulkInputOf,
  bulkRules,
  actionFields,
  operationIn,
  queryIn,
  reviewRules,
  targetsIn,
} from './bulkInput.ts';
import { findChoices } from './line/choices.ts';
import { readTyped } from './line/formInput.ts';
import {
  bodies,
  count,
  fieldProblem,
  listOf,
  movedTo,
  nullable,
  objectOf,
  shown,
  textual,
  type Answer,
  type RouteRequest,
  type JsonSchema,
  type Route,
} from './line/route.ts';
import { visibleTo } from '../models/record/visibleTo.ts';

const bulkSchema: JsonSchema = objectOf({
  changed: count,
  unchanged: count,
  refused: count,
  results: listOf(
    objectOf({
      id: textual,
      version: nullable(count),
      result: { type: 'string', enum: ['changed', 'unchanged', 'refused'] },
      message: nullable(textual),
      errors: listOf(fieldProblem),
    }),
  ),
});

/** Changing many records of a list at once. The right to link is the wider one; each action asks for its own. */
export function bulkRoutes<F extends Fields, D>(of: Noun<F, D>): Route[] {
  const noun = of as Noun;
  return [
    {
      method: 'POST',
      path: `/${noun.path}/bulk/review`,
      right: 'support:write',
      says: {
        en: 'Show what a change of many records would do',
        nl: 'Tonen wat een wijziging van veel records zou doen',
      },
      input: bulkInputOf(noun),
      body: bodies.long,
      rules: reviewRules,
      output: { schema: bulkSchema },
      handle: (request, reader) => review(noun, request, reader),
    },
    {
      method: 'POST',
      path: `/${noun.path}/bulk`,
      right: 'support:write',
      says: {
        en: 'Tag, link, archive or restore many records, each on its own; at most 5,000',
        nl: 'Veel records labelen, koppelen, archiveren of terugzetten, elk apart; maximaal 5.000',
      },
      takesLong: true,
      input: bulkInputOf(noun),
      body: bodies.long,
      rules: bulkRules,
      output: { schema: bulkSchema },
      handle: (request, reader) => apply(noun, request, reader),
    },
    {
      method: 'GET',
      path: `/${noun.path}/bulk/:outcome`,
      right: 'support:write',
      says: {
        en: 'What a change of many records did, for an hour',
        nl: 'Wat een wijziging van veel records deed, een uur lang',
      },
      media: ['page'],
      handle: (request, reader) => showOutcome(noun, request, reader),
    },
  ];
}

async function review(noun: Noun, request: RouteRequest, reader: Reader): Promise<Answer> {
  const action = actionIn(noun, request, reader);
  if (request.isApi) {
    const { operation, reason } = operationIn(action, request);
    const targets = await targetsIn(visibleTo(noun, reader), request);
    return {
      kind: 'data',
      data: said(request, await planBulk(noun, targets, operation, request.change(reason))),
    };
  }
  try {
    const targets = await targetsIn(visibleTo(noun, reader), request);
    // What asks for nothing more is shown at once; the rest is filled in first.
    if (request.body['step'] === undefined && Object.keys(actionFields[action]).length > 0)
      return await form(noun, request, reader, action, [], null);
    const { operation, reason } = operationIn(action, request);
    const plan = await planBulk(noun, targets, operation, request.change(reason));
    return await form(noun, request, reader, action, [], plan);
  } catch (error) {
    return refused(noun, request, reader, action, error);
  }
}

async function form(
  noun: Noun,
  request: RouteRequest,
  reader: Reader,
  action: BulkAction,
  problems: readonly Problem[],
  plan: readonly BulkResult[] | null,
): Promise<Answer> {
  const targets = await targetsIn(visibleTo(noun, reader), request);
  const fields = actionFields[action];
  const choices = await findChoices(reader, action === 'link' ? ['initiative'] : []);
  return shown(
    () => (
      <BulkPage
        noun={noun}
        action={action}
        query={queryIn(request)}
        targets={targets}
        fields={fields}
        typed={readTyped(fields, request.body)}
        reason={typeof request.body['reason'] === 'string' ? request.body['reason'] : ''}
        choices={choices}
        problems={problems}
        plan={plan}
      />
    ),
    {},
    { status: problems.length > 0 ? 422 : 200 },
  );
}

/** What is wrong with the fields is said in the form; what is wrong with the records chosen leads back to the list. */
async function refused(
  noun: Noun,
  request: RouteRequest,
  reader: Reader,
  action: BulkAction,
  error: unknown,
): Promise<Answer> {
  if (!(error instanceof ExpectedError) || error.kind !== 'invalid') throw error;
  if (error.problems.length > 0) return form(noun, request, reader, action, error.problems, null);
  const message = request.t(error.key as MessageKey, error.values);
  return shown(
    () => <NothingDonePage noun={noun} action={action} query={queryIn(request)} message={message} />,
    {},
    { status: 422 },
  );
}

async function apply(noun: Noun, request: RouteRequest, reader: Reader): Promise<Answer> {
  const action = actionIn(noun, request, reader);
  let results: BulkResult[];
  try {
    const { operation, reason } = operationIn(action, request);
    const targets = await targetsIn(visibleTo(noun, reader), request);
    results = await applyBulk(noun, targets, operation, request.change(reason));
  } catch (error) {
    if (request.isApi) throw error;
    return refused(noun, request, reader, action, error);
  }
  if (request.isApi) return { kind: 'data', data: said(request, results) };
  const outcome = { noun: noun.name, action, query: queryIn(request), results };
  return movedTo(`/${noun.path}/bulk/${await keepOutcome(userOf(reader).id, outcome)}`);
}

/** What a change did or would do, as the API says it. */
function said({ t }: RouteRequest, results: readonly BulkResult[]) {
  const countOf = (wanted: BulkResult['result']) => results.filter(({ result }) => result === wanted).length;
  return {
    changed: countOf('changed'),
    unchanged: countOf('unchanged'),
    refused: countOf('refused'),
    results: results.map(({ id, version, result, why }) => ({
      id,
      version,
      result,
      message: why && sayWhy(t, why),
      errors: (why?.problems ?? []).map(problem => ({
        field: problem.field,
        type: problem.type,
        message: sayProblem(t, problem),
      })),
    })),
  };
}

async function showOutcome(noun: Noun, request: RouteRequest, reader: Reader): Promise<Answer> {
  const { action, query, results } = await getOutcome(
    userOf(reader).id,
    noun.name,
    request.params['outcome'] ?? '',
  );
  return shown(() => <BulkResultPage noun={noun} action={action} query={query} results={results} />, {});
}
