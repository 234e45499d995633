const named: readonly (readonly [RegExp, string])[] = [
  [/^(?:horizon\s+)?research and innovation actions?$/i, 'RIA'],
  [/^(?:horizon\s+)?innovation actions?$/i, 'IA'],
  [/^(?:horizon\s+)?coordination (?:and|&) support actions?$/i, 'CSA'],
  [/^isf(?:p|-police)?[\s-]*(?:ag\b.*|.*action grants?.*)$/i, 'ISFP-AG'],
  [/^isf project grants?$/i, 'ISF-PJG'],
];

/**
 * A type of action in the Commission's short code: a leading slash (CORDIS until 2021) and the framework's name are
 * dropped. A form not known here is kept as it is printed.
 */
export function normaliseActionType(printed: string | null): string | null {
  const text = printed?.trim().replace(/^\//, '') ?? '';
  if (text === '') return null;
  const found = named.find(([pattern]) => pattern.test(text));
  return found ? found[1] : text.replace(/^HORIZON-/i, '');
}
