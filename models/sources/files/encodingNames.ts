import type { Label } from '../../values/format.ts';

/** Encodings of one byte a character in which files of Europe came before UTF-8, the likeliest first. */
export const encodingLabels = {
  'windows-1252': { en: 'Western Europe, Windows', nl: 'West-Europa, Windows' },
  'windows-1250': { en: 'Central Europe, Windows', nl: 'Midden-Europa, Windows' },
  'windows-1251': { en: 'Cyrillic, Windows', nl: 'Cyrillisch, Windows' },
  'windows-1253': { en: 'Greek, Windows', nl: 'Grieks, Windows' },
  'windows-1254': { en: 'Turkish, Windows', nl: 'Turks, Windows' },
  'windows-1257': { en: 'Baltic, Windows', nl: 'Baltisch, Windows' },
  'iso-8859-1': { en: 'Western Europe, Latin-1', nl: 'West-Europa, Latin-1' },
  'iso-8859-15': { en: 'Western Europe, Latin-9', nl: 'West-Europa, Latin-9' },
  'iso-8859-2': { en: 'Central Europe, Latin-2', nl: 'Midden-Europa, Latin-2' },
  'iso-8859-16': { en: 'South-Eastern Europe, Latin-10', nl: 'Zuidoost-Europa, Latin-10' },
  'iso-8859-5': { en: 'Cyrillic, ISO', nl: 'Cyrillisch, ISO' },
  'iso-8859-7': { en: 'Greek, ISO', nl: 'Grieks, ISO' },
  'iso-8859-9': { en: 'Turkish, Latin-5', nl: 'Turks, Latin-5' },
  'iso-8859-13': { en: 'Baltic, Latin-7', nl: 'Baltisch, Latin-7' },
  'iso-8859-4': { en: 'Northern Europe, Latin-4', nl: 'Noord-Europa, Latin-4' },
  'iso-8859-10': { en: 'Nordic, Latin-6', nl: 'Scandinavisch, Latin-6' },
  'iso-8859-3': { en: 'Southern Europe, Latin-3', nl: 'Zuid-Europa, Latin-3' },
  'iso-8859-14': { en: 'Celtic, Latin-8', nl: 'Keltisch, Latin-8' },
  'koi8-r': { en: 'Cyrillic, KOI8-R', nl: 'Cyrillisch, KOI8-R' },
  'koi8-u': { en: 'Ukrainian, KOI8-U', nl: 'Oekraïens, KOI8-U' },
  macintosh: { en: 'Western Europe, Macintosh', nl: 'West-Europa, Macintosh' },
  maccenteuro: { en: 'Central Europe, Macintosh', nl: 'Midden-Europa, Macintosh' },
  maccroatian: { en: 'Croatian, Macintosh', nl: 'Kroatisch, Macintosh' },
  macromania: { en: 'Romanian, Macintosh', nl: 'Roemeens, Macintosh' },
  maccyrillic: { en: 'Cyrillic, Macintosh', nl: 'Cyrillisch, Macintosh' },
  macgreek: { en: 'Greek, Macintosh', nl: 'Grieks, Macintosh' },
  macturkish: { en: 'Turkish, Macintosh', nl: 'Turks, Macintosh' },
  cp850: { en: 'Western Europe, DOS', nl: 'West-Europa, DOS' },
  cp437: { en: 'DOS of the United States', nl: 'DOS van de Verenigde Staten' },
  cp858: { en: 'Western Europe with the euro, DOS', nl: 'West-Europa met de euro, DOS' },
  cp852: { en: 'Central Europe, DOS', nl: 'Midden-Europa, DOS' },
  cp855: { en: 'Cyrillic, DOS (855)', nl: 'Cyrillisch, DOS (855)' },
  cp866: { en: 'Cyrillic, DOS (866)', nl: 'Cyrillisch, DOS (866)' },
  cp737: { en: 'Greek, DOS', nl: 'Grieks, DOS' },
  cp775: { en: 'Baltic, DOS', nl: 'Baltisch, DOS' },
  cp857: { en: 'Turkish, DOS', nl: 'Turks, DOS' },
} as const satisfies Readonly<Record<string, Label>>;

export type EncodingName = keyof typeof encodingLabels;
export const encodingNames = Object.keys(encodingLabels) as EncodingName[];
