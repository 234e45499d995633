import { readPage } from './page.ts';

/**
 * What a browser sends of a form on a page when nothing is touched, with line ends as browsers send them.
 * @param kind the class of the form
 */
export function formFieldsOn(html: string, kind = 'record-form'): Record<string, string> {
  const fields = readPage(html)(`form.${kind}`).first().serializeArray();
  return Object.fromEntries(
    fields.filter(({ name }) => name !== '_csrf').map(({ name, value }) => [name, value]),
  );
}
