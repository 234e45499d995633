/** What a person typed, by field: text, or a list of the same. What a form shows again when it is refused. */
export type Typed = { [key: string]: string | Typed[] };

/** Whether nothing was typed in any field of a line. */
export const isBlankLine = (line: Typed): boolean => Object.values(line).every(value => value.length === 0);

/** Choices that are records: by the noun a field points at. */
export interface FormChoices {
  programme?: readonly { value: string; label: string }[];
  initiative?: readonly { value: string; label: string }[];
  keyAction?: readonly { value: string; label: string }[];
  call?: readonly { value: string; label: string }[];
  user?: readonly { value: string; label: string }[];
}
