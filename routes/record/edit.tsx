import { ExpectedError } from '../../models/values/errors.ts';
import type { Fields } from '../../models/record/fields.ts';
import type { Reader } from '../../models/accounts/reader.ts';
import { saveRecord } from '../../models/record/record.ts';
import { visibleTo } from '../../models/record/visibleTo.ts';
import { formFields } from '../../views/records/FormPage.tsx';
import { readTyped, typedFrom } from '../line/formInput.ts';
import { checkInput } from '../line/input.ts';
import { rightTo } from '../line/right.ts';
import { bodies, type Answer, type Route, type RouteRequest } from '../line/route.ts';
import { sayingWhatChanged } from '../line/stale.ts';
import { findUnsent, unsentKey } from '../line/unsent.ts';
import { versionIn } from '../line/version.ts';
import { getEditable, getRequested, saved } from '../line/written.ts';

import { resolveConflict, saveForm } from './form.tsx';
import { showForm, type RecordForm } from './showForm.tsx';

/** Editing a record of a noun: its form, what becomes of two edits at once, and changing fields by API. */
export function editLines<F extends Fields, D>(of: RecordForm<F, D>): Route[] {
  const { noun } = of;
  const path = `/${noun.path}/:id`;
  const right = rightTo('write', noun);
  return [
    {
      method: 'GET',
      path: `${path}/edit`,
      right,
      says: { en: 'Form to edit it', nl: 'Formulier om het te bewerken' },
      media: ['page'],
      query: { own: unsentKey },
      handle: (request, reader) => editForm(of, request, reader),
    },
    {
      method: 'POST',
      path,
      right,
      says: { en: 'Save the form', nl: 'Het formulier opslaan' },
      media: ['page'],
      body: bodies.long,
      form: ({ id = '' }) => `/${noun.path}/${encodeURIComponent(id)}/edit`,
      handle: (request, reader) => saveForm(of, request, reader, request.params['id'] ?? ''),
    },
    {
      method: 'POST',
      path: `${path}/resolve`,
      right,
      says: {
        en: 'Save the values kept of two edits',
        nl: 'De gehouden waarden van twee bewerkingen opslaan',
      },
      media: ['page'],
      body: bodies.long,
      handle: (request, reader) => resolveConflict(of, request, reader),
    },
    {
      method: 'PATCH',
      path,
      right,
      says: {
        en: 'Change fields; If-Match holds the version',
        nl: 'Velden wijzigen; If-Match bevat de versie',
      },
      media: ['json'],
      input: { fields: noun.fields, isWhole: false },
      body: bodies.long,
      output: { record: noun.name },
      needsVersion: true,
      ...(of.rules && { rules: of.rules }),
      handle: (request, reader) => patch(of, request, reader),
    },
  ];
}

async function editForm<F extends Fields, D>(
  of: RecordForm<F, D>,
  request: RouteRequest,
  reader: Reader,
): Promise<Answer> {
  const noun = visibleTo(of.noun, reader);
  const record = await getEditable(of.noun, request, reader);
  const unsent = await findUnsent(request);
  const fields = formFields(noun.fields);
  const typed = unsent ? readTyped(fields, unsent) : typedFrom(fields, record);
  // Saved since, it is a conflict: what was typed is of the version that the form was of.
  const version = unsent ? versionIn(unsent['_version']) : null;
  return showForm(of, reader, {
    typed,
    record: { ...record, version: version ?? record.version },
    problems: [],
    unsent,
    reason: unsent?.['_reason'],
  });
}

async function patch<F extends Fields, D>(
  of: RecordForm<F, D>,
  request: RouteRequest,
  reader: Reader,
): Promise<Answer> {
  const { noun } = of;
  const visible = visibleTo(noun, reader);
  await getRequested(visible, request);
  if (request.version === null) throw new ExpectedError('versionMissing', 'versionMissing');
  const values = checkInput(visible.fields, request.body, false);
  const write = { id: request.params['id'] ?? '', version: request.version, values, reader };
  const record = await sayingWhatChanged(noun, request, reader, () =>
    saveRecord(noun, write, request.change()),
  );
  return saved(noun, record, request, reader, 200);
}
