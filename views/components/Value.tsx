import type { ComponentChildren } from 'preact';
import { countryLabels, formatCountryCode } from '../../models/values/country.ts';
import { formatInstant, formatPartialDay } from '../../models/values/day.ts';
import { byKind, type ByKind, type Field, type RecordOf } from '../../models/record/fields.ts';
import { labelOf } from '../../models/record/filters.ts';
import type { Format } from '../../models/values/format.ts';
import { formatCents } from '../../models/values/money.ts';
import { words } from '../locales/words.ts';
import { usePage, useStaying } from '../page.tsx';
import { SafeLink } from './SafeLink.tsx';

// Making a notation takes as long as a hundred numbers, and one of them as long as ten cells of a file.
const shareFormats = new Map<string, { notation: Intl.NumberFormat; known: Map<number, string> }>();
/** Shares are whole basis points; of what is none so many are kept. */
const mostShares = 20_000;

/** A basis-point share as per cent: 3334 → `33.34 %`. */
export function formatShare(basisPoints: number, { locale }: Format): string {
  const { notation, known } = shareFormats.get(locale) ?? {
    notation: new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }),
    known: new Map<number, string>(),
  };
  shareFormats.set(locale, { notation, known });
  const text = known.get(basisPoints) ?? `${notation.format(basisPoints / 100)} %`;
  if (known.size < mostShares) known.set(basisPoints, text);
  return text;
}

/** A country in words, with the code in ISO and, where it differs, in EU spelling. */
export function countryName(code: string, { language }: Pick<Format, 'language'>): string {
  const name = countryLabels[code]?.[language];
  return name && name !== code ? `${name} · ${formatCountryCode(code)}` : formatCountryCode(code);
}

const asIs = (value: string) => value;
const valueTexts: ByKind<string | null, [format: Format, field: Field]> = {
  text: asIs,
  longText: asIs,
  texts: value => (value.length === 0 ? null : value.join('; ')),
  url: asIs,
  country: countryName,
  choice: (value, { language }, { options }) => labelOf(options, value)[language],
  integer: String,
  money: formatCents,
  percent: formatShare,
  day: formatPartialDay,
  instant: formatInstant,
  yesNo: (value, { language }) => (value ? yes : no)[language],
  coded: asIs,
  reference: ({ identifier }) => identifier,
  list: (items, format, field) =>
    items.length === 0 ? null : items.map(item => itemText(field, item, format)).join('\n'),
};
const { yes, no } = words.value;

/** A stored value as one line of text; null where it is unknown. For pages, differences and titles. */
export const valueText = (field: Field, value: unknown, format: Format): string | null =>
  value === null || value === undefined ? null : byKind(valueTexts, field)(value, format, field);

/** One item of a list as a line: its filled fields with their labels. */
function itemText(field: Field, item: RecordOf, format: Format): string {
  return Object.entries(field.items ?? {})
    .flatMap(([key, one]) => {
      const text = valueText(one, item[key], format);
      return text === null || (one.kind === 'yesNo' && item[key] !== true)
        ? []
        : [`${one.label[format.language]}: ${text}`];
    })
    .join(' · ');
}

/** An unknown value, said so: unknown is not zero. */
export function Unknown() {
  return <span class="unknown">{usePage().t('value.unknown')}</span>;
}

const linkPaths = {
  call: '/calls',
  organisation: '/organisations',
  user: null,
  programme: '/programmes',
  strategy: '/strategies',
  initiative: null,
  keyAction: null,
} as const;

/** A link to a record as of the day and the instant of the page that it stands on. */
function StayingLink({ to, text }: { to: string; text: string }) {
  return <a href={useStaying()(to)}>{text}</a>;
}

/** A link to the record that a value names, where such records have pages. */
const linked = (id: string, text: string, { noun }: Field) => {
  const path = noun && linkPaths[noun];
  return path ? <StayingLink to={`${path}/${encodeURIComponent(id)}`} text={text} /> : text;
};
const asText = (_value: unknown, text: string) => text;
const shown: ByKind<ComponentChildren, [text: string, field: Field]> = {
  text: asText,
  longText: (_value, text) => <span class="long-text">{text}</span>,
  texts: asText,
  url: href => <SafeLink href={href} />,
  country: asText,
  choice: asText,
  integer: asText,
  money: (_value, text) => <span class="amount">{text}</span>,
  percent: asText,
  day: asText,
  instant: asText,
  yesNo: asText,
  coded: linked,
  reference: ({ id }, text, field) => linked(id, text, field),
  list: asText,
};

/** A stored value on a page, with links where it points at a record or the web. */
export function Value({ field, value }: { field: Field; value: unknown }) {
  const { format, say } = usePage();
  const text = valueText(field, value, format);
  if (text === null)
    return field.emptyMeans ? <span class="unknown">{say(field.emptyMeans)}</span> : <Unknown />;
  return <>{byKind(shown, field)(value, text, field)}</>;
}
