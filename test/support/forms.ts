const unescape = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

const attribute = (tag: string, name: string): string | null => {
  const [, value] = new RegExp(`\\s${name}="([^"]*)"`).exec(tag) ?? [];
  return value === undefined ? null : unescape(value);
};

/**
 * What a browser sends of a form on a page when nothing is touched, with line ends as browsers send them.
 * @param kind the class of the form
 */
export function formFieldsOn(html: string, kind = 'record-form'): Record<string, string> {
  const form = new RegExp(`<form[^>]*class="${kind}"[\\s\\S]*?</form>`).exec(html)?.[0] ?? '';
  const fields: Record<string, string> = {};
  for (const [tag, element] of form.matchAll(/<(input|select|textarea)\b(?:"[^"]*"|[^>"])*>/g)) {
    const name = attribute(tag, 'name');
    if (name === null || name === '_csrf') continue;
    const rest = form.slice(form.indexOf(tag));
    if (element === 'input') {
      const isBox = /type="(checkbox|radio)"/.test(tag);
      if (!isBox || /\schecked/.test(tag)) fields[name] = attribute(tag, 'value') ?? (isBox ? 'on' : '');
    } else if (element === 'textarea') {
      const text = rest.slice(tag.length, rest.indexOf('</textarea>')).replace(/^\n/, '');
      fields[name] = unescape(text).replaceAll('\n', '\r\n');
    } else {
      const options = rest.slice(0, rest.indexOf('</select>'));
      const selected =
        /<option[^>]*\sselected[^>]*>/.exec(options)?.[0] ?? /<option[^>]*>/.exec(options)?.[0];
      fields[name] = attribute(selected ?? '', 'value') ?? '';
    }
  }
  return fields;
}
