import type { Reader } from '../../models/accounts/reader.ts';
import { ExpectedError, type Problem } from '../../models/values/errors.ts';
import { endToken, listTokens, makeToken, tokenFields, type KeptToken } from '../../models/accounts/token.ts';
import { findUser } from '../../models/accounts/user.ts';
import { TokenMadePage } from '../../views/account/TokenMadePage.tsx';
import { TokensPage } from '../../views/account/TokensPage.tsx';
import type { Typed } from '../../views/records/typed.ts';
import { AllTokensPage } from '../../views/users/TokensPage.tsx';
import { userOf } from './account.tsx';
import { inputFrom, readTyped } from '../line/formInput.ts';
import { checkInput, refuseUnknown } from '../line/input.ts';
import { ownPath } from '../line/ownPath.ts';
import {
  bodies,
  instant,
  listOf,
  movedTo,
  nullable,
  objectOf,
  removalLines,
  shown,
  textual,
  wholeDay,
  type Answer,
  type RouteRequest,
  type Route,
} from '../line/route.ts';

/** What is said of a token, but never the token. */
const tokenKeys = {
  id: textual,
  name: textual,
  access: { type: 'string', enum: Object.keys(tokenFields.access.options) },
  endsOn: nullable(wholeDay),
  hasEnded: { type: 'boolean' },
  createdAt: instant,
  usedAt: nullable(instant),
  owner: objectOf({ id: textual, name: textual }),
};
const tokensSchema = objectOf({ items: listOf(objectOf(tokenKeys)) });

/** Access tokens: one's own, and for those who keep the accounts everybody's. By API one is made with a password. */
export const tokenRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/tokens',
    right: 'account:use',
    says: { en: 'My access tokens', nl: 'Mijn toegangstokens' },
    output: { schema: tokensSchema },
    handle: async (request, reader) => page(request, reader, { name: '', access: 'read', endsOn: '' }, []),
  },
  {
    method: 'POST',
    path: '/tokens',
    right: 'account:use',
    says: { en: 'Make an access token', nl: 'Een toegangstoken maken' },
    media: ['page'],
    holdsSecret: true,
    handle: make,
  },
  {
    method: 'GET',
    path: '/tokens/all',
    right: 'user:read',
    says: { en: 'Access tokens of all accounts', nl: 'Toegangstokens van alle accounts' },
    query: {
      own: { user: { says: { en: 'The id of one account', nl: 'De id van één account' }, schema: textual } },
    },
    findsByKey: true,
    output: { schema: tokensSchema },
    handle: showAll,
  },
  ...removalLines('/tokens/:id', 'end', {
    right: 'account:use',
    says: { en: 'End an access token', nl: 'Een toegangstoken beëindigen' },
    output: { schema: objectOf({}) },
    handle: end,
  }),
];

/** How a program comes by a token: its owner's password makes one. A page has the other line at this address. */
export const tokenByPassword: Route = {
  method: 'POST',
  path: '/tokens',
  right: 'anyone',
  byPassword: true,
  takesPassword: true,
  holdsSecret: true,
  says: {
    en: 'Make a token with e-mail address and password; it is shown once',
    nl: 'Een token maken met e-mailadres en wachtwoord; het wordt één keer getoond',
  },
  rules: {
    en: 'Whoever asks shows e-mail address and password, by HTTP Basic; a token makes no other.',
    nl: 'Wie erom vraagt toont e-mailadres en wachtwoord, met HTTP Basic; een token maakt geen ander.',
  },
  media: ['json'],
  input: { fields: tokenFields, isWhole: true, needed: ['name'] },
  body: bodies.beforeSignIn,
  output: { schema: objectOf({ token: textual, ...tokenKeys }) },
  status: 201,
  handle: async ({ body, now }, reader) => {
    const input = checkInput(tokenFields, { access: 'full', ...body }, true);
    return { kind: 'data', status: 201, data: madeToJson(await makeToken(userOf(reader), input, now)) };
  },
};

/** A token as JSON: never the token itself. */
function tokenToJson({ id, name, access, endsOn, hasEnded, createdAt, usedAt, owner }: KeptToken) {
  return {
    id,
    name,
    access,
    endsOn,
    hasEnded,
    createdAt: createdAt.toISOString(),
    usedAt: usedAt?.toISOString() ?? null,
    owner: { id: owner.id, name: owner.name },
  };
}

/** A token just made, with the token itself: the one time it is said. */
const madeToJson = ({ token, made }: { token: string; made: KeptToken }) => ({
  token,
  ...tokenToJson(made),
});

async function page(
  request: RouteRequest,
  reader: Reader,
  typed: Typed,
  problems: readonly Problem[],
): Promise<Answer> {
  const tokens = await listTokens(userOf(reader).id, request.now);
  return shown(
    () => <TokensPage tokens={tokens} typed={typed} problems={problems} />,
    { items: tokens.map(tokenToJson) },
    problems.length > 0 ? { status: 422 } : {},
  );
}

async function make(request: RouteRequest, reader: Reader): Promise<Answer> {
  refuseUnknown(request, Object.keys(tokenFields));
  const typed = readTyped(tokenFields, request.body);
  try {
    const input = checkInput(tokenFields, inputFrom(tokenFields, typed), true);
    const made = await makeToken(userOf(reader), input, request.now);
    return shown(() => <TokenMadePage {...made} />, madeToJson(made), { status: 201 });
  } catch (error) {
    if (!(error instanceof ExpectedError) || error.kind !== 'invalid') throw error;
    return page(request, reader, typed, error.problems);
  }
}

async function showAll(request: RouteRequest): Promise<Answer> {
  const wanted = request.query['user'];
  const user = typeof wanted === 'string' && wanted !== '' ? await findUser(wanted) : null;
  if (wanted !== undefined && wanted !== '' && !user) throw new ExpectedError('notFound', 'notFound.user');
  const tokens = await listTokens(user?.id ?? null, request.now);
  return shown(() => <AllTokensPage user={user} tokens={tokens} />, { items: tokens.map(tokenToJson) });
}

/** One's own; whoever may change accounts ends anybody's. */
async function end(request: RouteRequest, reader: Reader): Promise<Answer> {
  refuseUnknown(request, ['to']);
  const owner = reader.rights.has('user:write') ? null : userOf(reader).id;
  if (!(await endToken(request.params['id'] ?? '', owner)))
    throw new ExpectedError('notFound', 'notFound.token');
  const back = request.body['to'] === undefined ? '/tokens' : ownPath(request.body['to']);
  return movedTo(back, { notice: request.t('token.ended'), data: {} });
}
