import { fieldProblem, instant, listOf, objectOf, textual, type Route } from '../line/route.ts';

/** What the description says of every line alike: errors, headers, signing in, and what no line of the site map is. */
export const problemSchemas = {
  Problem: objectOf(
    {
      message: {
        type: 'string',
        description: 'What went wrong and what to do, in the language of the account.',
      },
      errors: listOf(fieldProblem),
      requestId: textual,
      version: { type: 'integer', description: 'With 412: the version that is now the newest.' },
    },
    ['message', 'errors', 'requestId'],
  ),
};

/** An entity tag with the number of a version. */
const version = { type: 'string', pattern: '^(W/)?"?\\d{1,9}"?$', examples: ['"3"'] };

export const headers = {
  sent: {
    IfMatch: {
      name: 'If-Match',
      in: 'header',
      required: true,
      description: 'The ETag of the version that is changed; without it 428, when somebody was faster 412.',
      schema: version,
    },
    IfMatchSeen: {
      name: 'If-Match',
      in: 'header',
      description: 'The ETag that was read; where somebody changed it since, 412, and nothing is done.',
      schema: version,
    },
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      description:
        'A name of the request, 1 to 255 printable characters: sent again within 24 hours, it gives the first answer and has no second effect.',
      schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
    },
  },
  given: {
    ETag: { description: 'The version, for If-Match.', schema: { type: 'string' } },
    Location: { description: 'Where the new record is.', schema: { type: 'string' } },
    RequestId: { description: 'Names the request in the log.', schema: { type: 'string' } },
    ImportUnderWay: {
      description:
        'The id of an import that is being written or undone: some records are as in its file already, others not yet.',
      schema: { type: 'string' },
    },
    FirstRecordAt: {
      description: 'Since when there are records, where `knownAt` is before: the file has none.',
      schema: { type: 'string', format: 'date-time' },
    },
    Instant: {
      description: 'The instant of the database that all of the file is of.',
      schema: { type: 'string', format: 'date-time' },
    },
    Rows: {
      description: 'How many rows the file has, and how many its query finds.',
      schema: { type: 'string', examples: ['35381/35381'] },
    },
    RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 0 } },
    Allow: {
      description: 'The methods of this address, separated by commas.',
      schema: { type: 'string', examples: ['GET, HEAD, OPTIONS'] },
    },
  },
} as const;

export const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', description: 'A token of POST /tokens.' },
  basic: { type: 'http', scheme: 'basic', description: 'E-mail address and password, to make a token.' },
};

const meanings = {
  400: 'The address or the JSON cannot be read; `errors` names the keys.',
  401: 'No token, or none that is valid.',
  403: 'The account lacks the right.',
  404: 'Not there, or not to be seen.',
  405: 'Another method was sent than this address has; nothing of it was read.',
  408: 'The body did not arrive in time.',
  409: 'A request with this Idempotency-Key is being answered, or its answer cannot be given again.',
  412: 'Somebody was faster; `errors` names the fields they changed.',
  413: 'The body is too large.',
  415: 'The body is of another kind, compressed, or not in UTF-8.',
  422: 'The body breaks a rule; `errors` names the fields.',
  428: 'If-Match is missing.',
  429: 'Asked too often, or too many wrong passwords, or files being made; wait.',
  503: 'The database does not answer, or more is asked than can be answered; try again.',
  507: 'There is no room for the file; an administrator can make some.',
} as const;
type Refusal = keyof typeof meanings;

const retried: readonly Refusal[] = [409, 429, 503];

function refusals(statuses: readonly Refusal[]) {
  return Object.fromEntries(
    statuses.map(status => [
      status,
      {
        description: meanings[status],
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/RequestId' },
          ...(retried.includes(status) && { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } }),
          ...(status === 405 && { Allow: { $ref: '#/components/headers/Allow' } }),
        },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

/** Whether a request may be sent again under a name of its own. */
export const takesIdempotencyKey = ({ method, takesPassword }: Route): boolean =>
  method === 'POST' && !takesPassword;

/** How a line may refuse, in its own form or as a file. */
export function responsesOf(route: Route, isFile = false) {
  const { method, path, right, input, needsVersion, takesVersion, findsByKey } = route;
  const isChange = method !== 'GET';
  // Made once for each request that shows a password: no version and no repetition is in the way of it.
  const mayConflict = isChange && !route.byPassword;
  return refusals([
    400,
    // Also where nobody needs to sign in: a token that is sent must be one.
    401,
    ...(right === 'anyone' ? [] : ([403] as const)),
    ...(path.includes(':') || findsByKey ? ([404] as const) : []),
    405,
    ...(mayConflict ? ([409] as const) : []),
    ...(needsVersion || takesVersion ? ([412] as const) : []),
    ...(isChange ? ([408, 413, 415, 422] as const) : []),
    ...(needsVersion ? ([428] as const) : []),
    429,
    503,
    ...(input?.file || isFile ? ([507] as const) : []),
  ]);
}

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
/** Beside the API, not below it. */
const atRoot = { servers: [{ url: '/', description: 'Outside /api/v1.' }], security: [] };
const status = (value: string) => objectOf({ status: { type: 'string', const: value } });

const unavailable = objectOf({
  status: { type: 'string', const: 'unavailable' },
  since: instant,
  reason: { ...textual, description: 'In words, such as “the disk is full”' },
});

const ready = objectOf({
  status: { type: 'string', const: 'ready' },
  index: { type: 'boolean', description: 'Whether lists are answered from memory; more slowly until then' },
});

/** What is mounted beside the site map. */
export const handWritten = {
  '/health/live': {
    get: {
      operationId: 'getHealthLive',
      tags: ['health'],
      summary: 'Whether the process runs',
      ...atRoot,
      responses: { 200: { description: 'It runs', ...json(status('live')) }, ...refusals([405]) },
    },
  },
  '/health/ready': {
    get: {
      operationId: 'getHealthReady',
      tags: ['health'],
      summary: 'Whether the database answers',
      ...atRoot,
      responses: {
        200: { description: 'It answers', ...json(ready) },
        503: { description: 'It does not: since when, and why', ...json(unavailable) },
        ...refusals([405]),
      },
    },
  },
};
