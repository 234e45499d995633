import { emptyRecord, type Fields } from '../../models/record/fields.ts';
import type { Reader } from '../../models/accounts/reader.ts';
import { saveRecord } from '../../models/record/record.ts';
import { visibleTo } from '../../models/record/visibleTo.ts';
import { formFields } from '../../views/records/FormPage.tsx';
import type { Typed } from '../../views/records/typed.ts';
import { readTyped, typedFrom } from '../line/formInput.ts';
import { checkInput } from '../line/input.ts';
import { rightTo } from '../line/right.ts';
import { bodies, type Answer, type QueryKeys, type Route, type RouteRequest } from '../line/route.ts';
import { findUnsent, unsentKey } from '../line/unsent.ts';
import { saved } from '../line/written.ts';
import { saveForm } from './form.tsx';
import { showForm, type RecordForm } from './showForm.tsx';

/** How records of a noun begin. */
interface CreateLines<F extends Fields, D> extends RecordForm<F, D> {
  /** A new form's first values, from its URL (`?programme=H2020`). */
  startFrom?(request: RouteRequest, reader: Reader): Typed;
  /** The keys of that URL. */
  startKeys?: NonNullable<QueryKeys['own']>;
}

/** The form for a new record of a noun, and making one. They stand before the lines of one record, whose `:id` is any word. */
export function createLines<F extends Fields, D>(of: CreateLines<F, D>): Route[] {
  const { noun } = of;
  const { one } = noun.label;
  const right = rightTo('write', noun);
  return [
    {
      method: 'GET',
      path: `/${noun.path}/new`,
      right,
      says: { en: `Form for a new ${one.en.toLowerCase()}`, nl: `Formulier voor ${one.nl.toLowerCase()}` },
      media: ['page'],
      query: { own: { ...of.startKeys, ...unsentKey } },
      handle: (request, reader) => newForm(of, request, reader),
    },
    {
      method: 'POST',
      path: `/${noun.path}`,
      right,
      says: { en: `Log a ${one.en.toLowerCase()}`, nl: `${one.nl} vastleggen` },
      input: { fields: noun.fields, isWhole: true },
      body: bodies.long,
      form: () => `/${noun.path}/new`,
      output: { record: noun.name },
      status: 201,
      ...(of.rules && { rules: of.rules }),
      handle: (request, reader) =>
        request.isApi ? create(of, request, reader) : saveForm(of, request, reader, null),
    },
  ];
}

async function newForm<F extends Fields, D>(
  of: CreateLines<F, D>,
  request: RouteRequest,
  reader: Reader,
): Promise<Answer> {
  const noun = visibleTo(of.noun, reader);
  const fields = formFields(noun.fields);
  const unsent = await findUnsent(request);
  const typed = unsent
    ? readTyped(fields, unsent)
    : { ...typedFrom(fields, emptyRecord(fields)), ...of.startFrom?.(request, reader) };
  return showForm(of, reader, { typed, record: null, problems: [], unsent });
}

async function create<F extends Fields, D>(
  { noun }: CreateLines<F, D>,
  request: RouteRequest,
  reader: Reader,
): Promise<Answer> {
  const values = checkInput(visibleTo(noun, reader).fields, request.body, true);
  const record = await saveRecord(noun, { id: null, version: null, values }, request.change());
  return saved(noun, record, request, reader, 201);
}
