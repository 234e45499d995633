import { countryLabels, formatCountryCode } from '../../models/values/country.ts';
import { formatInstant, formatPartialDay, type PartialDay } from '../../models/values/day.ts';
import type { Field, Reference } from '../../models/record/fields.ts';
import { labelOf } from '../../models/record/filters.ts';
import type { Format, Label } from '../../models/values/format.ts';
import { formatCents } from '../../models/values/money.ts';
import { usePage } from '../page.tsx';
import { SafeLink } from './SafeLink.tsx';

// Making one takes as long as a hundred numbers.
const shareFormats = new Map<string, Intl.NumberFormat>();

/** A basis-point share as per cent: 3334 → `33.34 %`. */
export function formatShare(basisPoints: number, { locale }: Format): string {
  const notation = shareFormats.get(locale) ?? new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  shareFormats.set(locale, notation);
  return `${notation.format(basisPoints / 100)} %`;
}

/** A country in words, with the code in ISO and, where it differs, in EU spelling. */
export function countryName(code: string, { language }: Pick<Format, 'language'>): string {
  const name = countryLabels[code]?.[language];
  return name && name !== code ? `${name} · ${formatCountryCode(code)}` : formatCountryCode(code);
}

/** A stored value as one line of text; null where it is unknown. For pages, differences and titles. */
export function valueText(field: Field, value: unknown, format: Format): string | null {
  if (value === null || value === undefined) return null;
  const say = (label: Label) => label[format.language];
  switch (field.kind) {
    case 'money':
      return formatCents(value as number, format);
    case 'percent':
      return formatShare(value as number, format);
    case 'day':
      return formatPartialDay(value as PartialDay, format);
    case 'instant':
      return formatInstant(value as Date, format);
    case 'choice':
      return say(labelOf(field.options, value as string));
    case 'yesNo':
      return value === true ? say({ en: 'Yes', nl: 'Ja' }) : say({ en: 'No', nl: 'Nee' });
    case 'country':
      return countryName(value as string, format);
    case 'reference':
      return (value as Reference).identifier;
    case 'texts':
      return (value as string[]).length === 0 ? null : (value as string[]).join('; ');
    case 'list': {
      const items = value as Record<string, unknown>[];
      return items.length === 0 ? null : items.map(item => itemText(field, item, format)).join('\n');
    }
    default:
      return `${value as string | number}`;
  }
}

/** One item of a list as a line: its filled fields with their labels. */
function itemText(field: Field, item: Record<string, unknown>, format: Format): string {
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

/** A stored value on a page, with links where it points at a record or the web. */
export function Value({ field, value }: { field: Field; value: unknown }) {
  const { format, say } = usePage();
  const text = valueText(field, value, format);
  if (text === null)
    return field.emptyMeans ? <span class="unknown">{say(field.emptyMeans)}</span> : <Unknown />;
  if (field.kind === 'url') return <SafeLink href={text} />;
  if (field.kind === 'longText') return <span class="long-text">{text}</span>;
  if (field.kind === 'money') return <span class="amount">{text}</span>;
  const path = field.noun && linkPaths[field.noun];
  if (path) {
    const id = field.kind === 'reference' ? (value as Reference).id : (value as string);
    return <a href={`${path}/${encodeURIComponent(id)}`}>{text}</a>;
  }
  return <>{text}</>;
}
