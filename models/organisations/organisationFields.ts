import { choice, country, longText, text, texts, url, type Fields, type RecordOf } from '../record/fields.ts';
import type { Label } from '../values/format.ts';

export const activityTypes = {
  HES: { en: 'Higher education', nl: 'Hoger onderwijs' },
  REC: { en: 'Research', nl: 'Onderzoek' },
  PRC: { en: 'Private company', nl: 'Privaat bedrijf' },
  PUB: { en: 'Public body', nl: 'Overheid' },
  OTH: { en: 'Other', nl: 'Overig' },
} as const satisfies Record<string, Label>;

export const organisationSizes = {
  sme: { en: 'Small or medium-sized enterprise', nl: 'Midden- of kleinbedrijf' },
  larger: { en: 'No SME', nl: 'Geen mkb' },
} as const satisfies Record<string, Label>;

export const organisationFields = {
  name: text({ en: 'Name', nl: 'Naam' }, { required: true }),
  shortName: text({ en: 'Short name', nl: 'Korte naam' }, { max: 100 }),
  pic: text(
    { en: 'PIC', nl: 'PIC' },
    { pattern: /^\d{9}$/, hint: { en: 'Nine digits.', nl: 'Negen cijfers.' } },
  ),
  country: country({ en: 'Country', nl: 'Land' }),
  activityType: choice({ en: 'Activity type', nl: 'Soort activiteit' }, activityTypes),
  nationalId: text({ en: 'National number', nl: 'Nationaal nummer' }, { max: 60 }),
  size: choice({ en: 'Size', nl: 'Grootte' }, organisationSizes),
  city: text({ en: 'City', nl: 'Plaats' }, { max: 200 }),
  nutsCode: text({ en: 'NUTS code', nl: 'NUTS-code' }, { max: 10 }),
  website: url({ en: 'Website', nl: 'Website' }),
  contact: longText(
    { en: 'Address and contact', nl: 'Adres en contact' },
    {
      hint: {
        en: 'An import fills this only where a setting allows it.',
        nl: 'Een import vult dit alleen in als een instelling dat toestaat.',
      },
    },
  ),
  aliases: texts({ en: 'Other names', nl: 'Andere namen' }),
} satisfies Fields;

export type Organisation = RecordOf<typeof organisationFields>;
