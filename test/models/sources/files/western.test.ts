import { expect } from 'chai';
import iconv from 'iconv-lite';
import { detectEncoding } from '../../../../models/sources/files/encoding.ts';
import { encodingNames, type EncodingName } from '../../../../models/sources/files/encodingNames.ts';
import { ExpectedError } from '../../../../models/values/errors.ts';
import { cpuOf, fairCost } from '../../../support/cost.ts';

const sourceOf = (bytes: Buffer, pieces = bytes.length) => ({
  name: 'list.csv',
  async *read() {
    for (let at = 0; at < bytes.length; at += pieces) yield bytes.subarray(at, at + pieces);
  },
});

/** The encoding that is found, or `asked`. */
async function found(text: string, encoding: string, named: EncodingName | null = null): Promise<string> {
  try {
    return (await detectEncoding(sourceOf(iconv.encode(text, encoding), 7), named)).name;
  } catch (error) {
    if (error instanceof ExpectedError && error.key === 'importFile.encodingInDoubt') return 'asked';
    throw error;
  }
}

/** Names and titles, and the encodings of their day. */
const texts: readonly [encodings: string, texts: readonly string[]][] = [
  [
    'windows-1250 iso-8859-2 maccenteuro cp852',
    [
      'Łódź: bezpieczeństwo dzieci, część pierwsza',
      'Wrocław',
      'WAŁĘSA',
      'Příliš žluťoučký kůň',
      'Dvořák',
      'Közép-Magyarország őrség',
      'Ochrana mládeže, loď',
      'Čačak',
      'različne naloge',
      'večer',
      'Dvorský & syn',
    ],
  ],
  [
    'windows-1251 iso-8859-5 koi8-r koi8-u maccyrillic cp866 cp855',
    ['Безопасност', 'деца', 'ДЕЦА', 'София', 'а и в'],
  ],
  ['windows-1253 iso-8859-7 macgreek cp737', ['Ασφάλεια παιδιών', 'Αθήνα', 'ΑΘΗΝΑ', 'και']],
  ['windows-1254 iso-8859-9 cp857', ['Güvenlik için ışık', 'İstanbul', 'Beşiktaş', 'Iğdır']],
  [
    'windows-1257 iso-8859-13 cp775',
    ['Klaipėda', 'Marijampolė', 'Latvijas bērnu drošība', 'Rīga', 'priėmimas', 'Šiauliai'],
  ],
  ['macintosh', ['Sécurité à Liège', 'coördinatie', 'Größe', 'año', 'Malmö', 'università', 'não', 'België']],
  ['cp850 cp437', ['Sécurité à Liège', 'coördinatie', 'Größe', 'año', 'Malmö', 'à la', 'België', 'Straße']],
];
const western = [
  'coördinatie van financiële hulp in België en Italië, één café',
  'Oekraïne, geïntegreerd, beïnvloed, ’s-Hertogenbosch, foto’s',
  'Straße für Bürger, Größe, ÄRZTE, „Zitat“, Universität Göttingen',
  'Sécurité et développement de la société, où la coopération à Paris est très forte',
  'l’été, première frontière, système, forêt, coût, contrôle, hôpital, ÉCOLE SUPÉRIEURE',
  'Protección de las víctimas, política española, niños',
  'ação, ações, não, São Paulo',
  'Malmö, språk, från, på',
  'prijs € 1.000 – “quoted” text, § 3, 25 °C, «texte», 10\u00a0000',
];

describe('A text of one byte a character', () => {
  it('is never read in another encoding than its own without asking', async () => {
    const taken: string[] = [];
    for (const [encodings, all] of texts)
      for (const encoding of encodings.split(' '))
        for (const text of all) {
          const csv = `No;Name;EU\n1;${text};1000\n2;Plain words of Europe;2000\n`;
          const bytes = iconv.encode(csv, encoding);
          // What the encoding cannot hold, or holds in ASCII, proves nothing.
          if (iconv.decode(bytes, encoding) !== csv || bytes.every(byte => byte < 128)) continue;
          const isSame = iconv.decode(bytes, 'windows-1252') === csv;
          if ((await found(csv, encoding)) !== 'asked' && !isSame) taken.push(`${encoding} ${text}`);
        }
    expect(taken).to.deep.equal([]);
  });

  it('would be mojibake where everything is taken for windows-1252: the same words show it', () => {
    const wrong = texts.flatMap(([encodings, all]) =>
      encodings
        .split(' ')
        .flatMap(encoding =>
          all.filter(text => iconv.decode(iconv.encode(text, encoding), 'windows-1252') !== text),
        ),
    );
    expect(wrong.length).to.be.above(140);
  });

  it('is windows-1252 where every word of it proves that', async () => {
    for (const text of western)
      expect(await found(`id;value\n1;${text}\n`, 'windows-1252'), text).to.equal('windows-1252');
    // One word that leaves it open is enough to ask.
    for (const word of ['Wañtuch', 'pêt', 'Klaipëda', 'Dvoøák', 'fað'])
      expect(await found(`id;value\n1;${western[0]} ${word}\n`, 'windows-1252'), word).to.equal('asked');
  });

  it('is UTF-8 though signs of other scripts stand beside Latin letters, and nothing else proves it', async () => {
    for (const text of [
      'CO₂ storage',
      '10 km²',
      'H₂O',
      '5 µm',
      'TNFα',
      'kΩ',
      'Δx',
      'Zürich, 5 µm',
      'Name中文',
    ])
      expect(await found(`id;value\n1;${text}\n`, 'utf-8'), text).to.equal('utf-8');
    // These are right as UTF-8 by chance, and are words of another encoding.
    for (const text of ['Îşi', 'ÎŞI'])
      expect(await found(`id;value\n1;${text}\n`, 'windows-1250'), text).to.equal('asked');
  });

  it('is read in the encoding that is named, unless it proves to be Unicode', async () => {
    for (const name of encodingNames) {
      expect(await found('a;é\n', 'utf-8', name)).to.equal('utf-8');
      expect(await found('a;b\n', 'utf-8', name)).to.equal('utf-8');
    }
    expect(await found('Łódź', 'windows-1250', 'windows-1250')).to.equal('windows-1250');
    expect(await found('Łódź', 'cp852', 'cp852')).to.equal('cp852');
  });

  it('costs the same for each byte, however long its words are', async () => {
    const letters = Buffer.concat([Buffer.alloc(4_000_000, 'a'), Buffer.from([0xe9])]);
    const cost = async () =>
      cpuOf(async () => detectEncoding(sourceOf(letters, 65_536), null).catch(() => undefined));
    expect(await fairCost(1_000, cost)).to.be.below(1_000);
  });
});
