import type { Label } from './format.ts';

/**
 * Countries as ISO 3166-1 alpha-2 codes, plus XK (Kosovo) and ZZ (unknown or stateless), which EU data uses.
 * NA is Namibia.
 */
export const countryCodes: readonly string[] = (
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ ' +
  'CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO ' +
  'FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE ' +
  'JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO ' +
  'MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW ' +
  'PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM ' +
  'TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK ZZ'
).split(' ');

const euSpelling: Readonly<Record<string, string>> = { EL: 'GR', UK: 'GB' };
const known = new Set(countryCodes);

/** Every code that is taken: ISO's and the EU's own spellings. */
export const spelledCodes: readonly string[] = [...countryCodes, ...Object.keys(euSpelling)];

/** The ISO code of a country code in ISO or EU spelling (`EL` → `GR`), or null if there is no such country. */
export function parseCountry(text: string): string | null {
  const code = text.trim().toUpperCase();
  const iso = euSpelling[code] ?? code;
  return known.has(iso) ? iso : null;
}

/** A country code as records have it: `GR` for `EL`; any other text as it is. */
export const isoCountry = (text: string): string => parseCountry(text) ?? text;

/** The code as EU documents print it beside ISO: `GR (EL)`, `GB (UK)`, otherwise the ISO code alone. */
export function formatCountryCode(iso: string): string {
  const eu = Object.keys(euSpelling).find(code => euSpelling[code] === iso);
  return eu ? `${iso} (${eu})` : iso;
}

const nameIn = (language: 'en' | 'nl') => {
  const names = new Intl.DisplayNames([language], { type: 'region' });
  // ZZ is "unknown" and "stateless" alike: its code says no more than is known.
  return (code: string) => (code === 'ZZ' ? code : (names.of(code) ?? code));
};
const inEnglish = nameIn('en');
const inDutch = nameIn('nl');

/** The name of every country by its ISO code. */
export const countryLabels: Readonly<Record<string, Label>> = Object.fromEntries(
  countryCodes.map(code => [code, { en: inEnglish(code), nl: inDutch(code) }]),
);
