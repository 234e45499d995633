import type { ExpectedError } from '../../models/values/errors.ts';
import type { Fields } from '../../models/record/fields.ts';
import type { JsonSchema } from '../../models/record/fieldSchema.ts';
import type { Label, Language } from '../../models/values/format.ts';
import type { UnderWay } from '../../models/record/underway.ts';
import type { Reader } from '../../models/accounts/reader.ts';
import type { Change, NounName } from '../../models/record/noun.ts';
import type { Right } from '../../models/record/permissions.ts';
import type { UrlQuery } from '../../models/query/query.ts';
import type { UnsentForm } from '../../models/accounts/unsentForm.ts';
import type { KeptUser } from '../../models/accounts/user.ts';
import type { Translate } from '../../views/locales/index.ts';
import type { View } from '../../views/page.tsx';
import type { JsonObject } from '../../models/values/jsonObject.ts';

/** A page, an answer of the API, or a file: said by the mount and the suffix of the path, never by `Accept`. */
export type Medium = 'page' | 'json' | 'xlsx' | 'csv';

/** A file that came with a form: in the temp folder until the answer is given. */
export interface Uploaded {
  path: string;
  /** As the person named it. */
  name: string;
  bytes: number;
  /** SHA-256, in hexadecimal. */
  digest: string;
}

/** What was sent, already read. */
export interface RouteRequest {
  medium: Medium;
  isApi: boolean;
  params: Readonly<Record<string, string>>;
  query: UrlQuery;
  /** The form's fields (flat, dotted names) or the JSON body. */
  body: JsonObject;
  /** The file that came with it, where the line takes one. */
  file: Uploaded | null;
  /** The version the client changes: `If-Match` for the API, the hidden field of a form. */
  version: number | null;
  now: Date;
  /** Path and query as asked for. */
  url: string;
  /** From which address; null where that is not known. */
  address: string | null;
  /** Asked for by what looks at an address for somebody, who may never read the page. */
  isPreview: boolean;
  /** Says it in the language of the reader. */
  t: Translate;
  /** Who, when, from where and why, for a write. */
  change(reason?: string | null): Change;
  session: SessionActions;
}

/** What holds for the whole installation. */
export interface Settings {
  /** Scheme and host under which it is reached. */
  baseUrl: string;
  /** The largest file that is taken, in megabytes. */
  importLimitMb: number;
  /** Days that a file is kept which nobody applies. */
  importKeptDays: number;
}

/** What a handler may do to the session. */
export interface SessionActions {
  /** Signs in whoever has this e-mail address and password; else why not: `unauthenticated` or `tooMany`, which is logged. */
  signInByPassword(email: string, password: string): Promise<ExpectedError | null>;
  signIn(user: KeptUser, isByLink?: boolean): Promise<void>;
  signOut(): Promise<void>;
  speak(language: Language): void;
  /**
   * Takes the notice of what happened to the account off the pages: until when it told, and whether the session was begun
   * with a one-time link.
   */
  dropNotice(): { isByLink: boolean; toldUntil: Date };
  /** Under what the session is listed; null on the API, which has none. */
  key: string | null;
  /** A form that this person sent when their session was over; null where there is none any more, or it is another's. */
  findUnsent(id: string): Promise<UnsentForm | null>;
  /** Whether the person knows their password; counted as an attempt to sign in. */
  confirm(password: string): Promise<boolean>;
}

/** A file as it is made; nothing of `body` is read yet. */
export interface MadeFile {
  /** How many rows it has, and how many its query finds. */
  rows?: { inFile: number; matching: number };
  /** The import that was being written at the instant of the file; not said where it tells of no records. */
  underWay?: UnderWay | null;
  /** Since when there are records, where a list is of an instant before; null where it is not. */
  firstRecordAt?: Date | null;
  body: Buffer | AsyncIterable<string | Buffer>;
}

/** A file: `make` is called when there is room for it, perhaps twice, and reads the database at one instant. */
export interface FileAnswer {
  kind: 'file';
  name: string;
  type: string;
  make: (room: FileRoom) => Promise<MadeFile>;
}

/** Where a file keeps what it cannot send yet while it is made. */
export interface FileRoom {
  folder: string;
  /** Of all of it together. */
  mostBytes: number;
  /** A list of more rows is read by the worker that makes a workbook of it; 5 000 where it is not said. */
  mostRowsAtHand?: number;
}

/** What a handler answers with; how it is sent is the mount's affair. */
export type Answer =
  | { kind: 'shown'; status?: number; data: unknown; view: View; version?: number }
  | {
      kind: 'moved';
      to: string;
      notice?: string;
      status?: 200 | 201 | 202;
      data?: unknown;
      version?: number;
      location?: string;
    }
  | FileAnswer
  | { kind: 'data'; status?: number; data: unknown };

export type { JsonSchema };

/** An object with these keys and no others, all of them there unless `required` names fewer. */
export const objectOf = (
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = Object.keys(properties),
): JsonSchema => ({ type: 'object', properties, required, additionalProperties: false });
export const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items });
export const nullable = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });
export const textual: JsonSchema = { type: 'string' };
export const instant: JsonSchema = { type: 'string', format: 'date-time' };
export const wholeDay: JsonSchema = { type: 'string', format: 'date' };
export const count: JsonSchema = { type: 'integer', minimum: 0 };
/** What is wrong with one field, in the language of the account. */
export const fieldProblem = objectOf({ field: textual, type: textual, message: textual });

/** The body a line takes: these fields, all that are required (`isWhole`) or only those sent, and what no field is. */
export interface Input {
  fields: Fields;
  isWhole: boolean;
  more?: Readonly<Record<string, JsonSchema>>;
  /** Which of those must be sent. */
  needed?: readonly string[];
  /** Where they go together in several ways, the whole body of each: exactly one of them is sent. */
  ways?: readonly JsonSchema[];
  /** It comes as a form with a file (`multipart/form-data`); what this says of the file. */
  file?: Label;
}

/** The JSON a line answers with: a record, a list of records, or what its schema says, of something with a version or none. */
export type Output = { record: NounName } | { list: NounName } | { schema: JsonSchema; isVersioned?: true };

/** The keys of a line's URL: all of a noun's list, `on` and `knownAt` of one record, and its own. */
export interface QueryKeys {
  list?: NounName;
  moment?: true;
  own?: Readonly<Record<string, { says: Label; schema: JsonSchema }>>;
}

/** How large a body may be: its bytes, and the fields of a form. What JSON may hold besides is said in server/http/jsonBody.ts. */
export interface BodyLimit {
  bytes: number;
  fields: number;
}

export const bodies = {
  /** Whatever the line says, as long as nobody is signed in. */
  beforeSignIn: { bytes: 16_000, fields: 20 },
  usual: { bytes: 128_000, fields: 1000 },
  /** A record with all its lines, texts of every initiative, very many rows. */
  long: { bytes: 2 * 1024 * 1024, fields: 30_000 },
} as const satisfies Record<string, BodyLimit>;

/** A line of the site map. What the API has says its input and output too: its description is made from them. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  /** The right it takes; `anyone` also without signing in. */
  right: Right | 'anyone';
  /** What it does, for the API's description. */
  says: Label;
  /** The answer holds what is shown once, and is kept nowhere. */
  holdsSecret?: true;
  /**
   * It asks for the present password: a wrong one counts as an attempt to sign in. Nothing of what is sent may be kept,
   * so that it takes no `Idempotency-Key`.
   */
  takesPassword?: true;
  /**
   * Whoever asks shows e-mail address and password with the request (HTTP Basic), and no token: one that was stolen must
   * not be able to outlive its end.
   */
  byPassword?: true;
  /** Of a form that is sent: the page it stands on, which shows again what came when the session was over (unsent.ts). */
  form?: (params: Readonly<Record<string, string>>) => string;
  /** Keys of its address that it does not take are passed over; elsewhere they are refused. */
  takesAnyKey?: true;
  /** The media it can answer in; a page and JSON unless said otherwise. */
  media?: readonly Medium[];
  /** It may take as long as a file, not just as long as a page. */
  takesLong?: boolean;
  /** The body; null for a change that takes none. Handlers check by it: `checkInput(input.fields, body, input.isWhole)`. */
  input?: Input | null;
  /** How large its body may be; `bodies.usual` unless said otherwise. */
  body?: BodyLimit;
  /** The JSON of its answer; not said where it gives files alone. */
  output?: Output;
  /** The status of success in the API; 200 unless said otherwise. */
  status?: 201 | 202;
  query?: QueryKeys;
  /** A key of its URL names a record, and there may be none. */
  findsByKey?: true;
  /** Whether the API needs the version as `If-Match`. */
  needsVersion?: true;
  /** Whether the API heeds `If-Match` where it is sent. */
  takesVersion?: true;
  /** Rules over several fields, in words: no schema holds them. */
  rules?: Label;
  handle(request: RouteRequest, reader: Reader, settings: Settings): Promise<Answer>;
}

/** The day and instant of a page's URL, for the lists that stand on it. */
export const requestedMoment = ({ query: { on, knownAt } }: Pick<RouteRequest, 'query'>): UrlQuery => ({
  on,
  knownAt,
});

export const shown = (
  view: View,
  data: unknown,
  more: { status?: number; version?: number } = {},
): Answer => ({
  kind: 'shown',
  view,
  data,
  ...more,
});

export const movedTo = (
  to: string,
  more: Omit<Extract<Answer, { kind: 'moved' }>, 'kind' | 'to'> = {},
): Answer => ({
  kind: 'moved',
  to,
  ...more,
});

/** The lines that take one thing away: a form's own for pages (`POST …/end`), `DELETE` for programs. */
export const removalLines = (
  path: string,
  formVerb: 'end' | 'delete',
  line: Pick<Route, 'right' | 'says' | 'output' | 'handle'>,
): Route[] => [
  { ...line, method: 'POST', path: `${path}/${formVerb}`, media: ['page'] },
  { ...line, method: 'DELETE', path, media: ['json'], input: null },
];
