import type { Reader } from '../../models/accounts/reader.ts';
import { changePassword } from '../../models/accounts/credential.ts';
import { ExpectedError, invalid, type Problem } from '../../models/values/errors.ts';
import type { Fields } from '../../models/record/fields.ts';
import { languages, type Language } from '../../models/values/format.ts';
import { choosePreferences, userFields, type KeptUser, type User } from '../../models/accounts/user.ts';
import { AccountPage } from '../../views/account/AccountPage.tsx';
import { keptToJson } from '../../views/json.ts';
import { translator } from '../../views/locales/index.ts';
import type { Typed } from '../../views/records/typed.ts';
import { inputFrom, readTyped, typedFrom } from '../line/formInput.ts';
import { checkInput, refuseUnknown } from '../line/input.ts';
import { ownPath } from '../line/ownPath.ts';
import { movedTo, shown, textual, type Answer, type RouteRequest, type Route } from '../line/route.ts';

const { name, language, locale } = userFields;
const preferences = { name, language, locale } satisfies Fields;

/** What the API asks for; a form asks for the new one twice. */
const passwordKeys = { present: textual, password: textual };

/** What everyone may do with their own account. */
export const accountRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/account',
    right: 'account:use',
    says: { en: 'My account', nl: 'Mijn account' },
    output: { record: 'user' },
    handle: async (_request, reader) => page(reader, typedFrom(preferences, { ...userOf(reader) }), []),
  },
  {
    method: 'POST',
    path: '/account',
    right: 'account:use',
    says: { en: 'Choose name, language and notation', nl: 'Naam, taal en notatie kiezen' },
    input: { fields: preferences, isWhole: true },
    output: { record: 'user' },
    handle: prefer,
  },
  {
    method: 'POST',
    path: '/account/password',
    right: 'account:use',
    says: { en: 'Change the password', nl: 'Het wachtwoord wijzigen' },
    takesPassword: true,
    input: { fields: {}, isWhole: true, more: passwordKeys, needed: Object.keys(passwordKeys) },
    rules: {
      en: '`present` is the password until now; a wrong one counts as an attempt to sign in. `password` is the new one: 15 to 200 characters, not made of common passwords, walks over a keyboard, name and address. All sessions and tokens of the account end, also the one this is sent with.',
      nl: '`present` is het wachtwoord tot nu toe; een fout wachtwoord telt als een poging om aan te melden. `password` is het nieuwe: 15 tot 200 tekens, niet gemaakt van veelgebruikte wachtwoorden, reeksen van het toetsenbord, naam en adres. Alle sessies en tokens van het account eindigen, ook die waarmee dit wordt verstuurd.',
    },
    output: { record: 'user' },
    handle: (request, reader) =>
      request.isApi ? replacePassword(request, reader) : setPassword(request, reader),
  },
  {
    method: 'POST',
    path: '/language',
    right: 'anyone',
    says: { en: 'Choose the language', nl: 'De taal kiezen' },
    media: ['page'],
    handle: speak,
  },
];

export function userOf({ user }: Reader): KeptUser {
  if (!user) throw new ExpectedError('unauthenticated', 'unauthenticated');
  return user;
}

function page(reader: Reader, typed: Typed, problems: readonly Problem[]): Answer {
  const user = userOf(reader);
  return shown(
    () => <AccountPage user={user} fields={preferences} typed={typed} problems={problems} />,
    keptToJson(userFields, user),
    problems.length > 0 ? { status: 422 } : {},
  );
}

async function prefer(request: RouteRequest, reader: Reader): Promise<Answer> {
  if (!request.isApi) refuseUnknown(request, Object.keys(preferences));
  const typed = readTyped(preferences, request.body);
  try {
    const input = request.isApi ? request.body : inputFrom(preferences, typed);
    const values = checkInput(preferences, input, true) as Pick<User, keyof typeof preferences>;
    const user = await choosePreferences(userOf(reader), values, request.change());
    const t = translator(values.language ?? reader.format.language);
    return movedTo('/account', { notice: t('account.saved'), data: keptToJson(userFields, user) });
  } catch (error) {
    if (request.isApi || !(error instanceof ExpectedError) || error.kind !== 'invalid') throw error;
    return page(reader, typed, error.problems);
  }
}

const textIn = (request: RouteRequest, key: string): string => {
  const value = request.body[key];
  return typeof value === 'string' ? value : '';
};

/** Takes the new password from whoever gives the present one. Throws `invalid`, and `tooMany` after too many guesses. */
async function confirmAndChange(request: RouteRequest, user: KeptUser): Promise<void> {
  if (!(await request.session.confirm(textIn(request, 'present'))))
    throw invalid([{ field: 'present', type: 'password.wrong' }]);
  await changePassword(user, textIn(request, 'password'), request.now);
}

/** By API: the token it was sent with ends too, and the answer is the last it gets. */
async function replacePassword(request: RouteRequest, reader: Reader): Promise<Answer> {
  const keys = Object.keys(passwordKeys);
  refuseUnknown(request, keys);
  const user = userOf(reader);
  const missing = keys.filter(key => textIn(request, key) === '');
  if (missing.length > 0) throw invalid(missing.map(field => ({ field, type: 'any.required' })));
  await confirmAndChange(request, user);
  return movedTo('/account', { data: keptToJson(userFields, user), version: user.version });
}

async function setPassword(request: RouteRequest, reader: Reader): Promise<Answer> {
  refuseUnknown(request, ['present', 'password', 'repeated']);
  const user = userOf(reader);
  try {
    if (textIn(request, 'password') !== textIn(request, 'repeated'))
      throw invalid([{ field: 'repeated', type: 'password.differs' }]);
    await confirmAndChange(request, user);
    // A new session id, as at signing in.
    await request.session.signIn(user);
    return movedTo('/account', { notice: request.t('account.passwordChanged') });
  } catch (error) {
    if (!(error instanceof ExpectedError) || error.kind !== 'invalid') throw error;
    return page(reader, typedFrom(preferences, { ...user }), error.problems);
  }
}

const isLanguage = (value: unknown): value is Language => languages.includes(value as Language);

/** For this session or, of a visitor, this browser; for good where the person has chosen a language before. */
async function speak(request: RouteRequest, { user }: Reader): Promise<Answer> {
  refuseUnknown(request, ['language', 'to']);
  const { body } = request;
  if (isLanguage(body['language'])) {
    const chosen = body['language'];
    request.session.speak(chosen);
    if (user?.language)
      await choosePreferences(
        user,
        { name: user.name, language: chosen, locale: user.locale },
        request.change(),
      );
  }
  return movedTo(ownPath(body['to']));
}
