/** The version that a header or a hidden field names (`3`, `"3"`, `W/"3"`); null for what names none. */
export function versionIn(text: unknown): number | null {
  const [, digits] = typeof text === 'string' ? (/^(?:W\/)?"?(\d{1,9})"?$/.exec(text.trim()) ?? []) : [];
  return digits === undefined ? null : Number(digits);
}
