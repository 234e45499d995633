import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { checkPassword, mostPassword } from '../../../models/accounts/password.ts';
import { cpuOf, fairCost, leastOf } from '../../support/cost.ts';

const owner = { email: 'ann.jansen@example.org', name: 'Ann Jansen' };
type Check = (typed: string) => boolean;
const isRefused: Check = typed => checkPassword(typed, owner).length > 0;

const bases =
  'password dragon monkey baseball football letmein shadow master michael mustang superman jordan jennifer hunter trustno1 ranger buster thomas robert soccer batman killer charlie andrew michelle sunshine chocolate princess maggie pepper ginger blowfish cowboy dallas yankees merlin welkom wachtwoord voetbal bonjour'.split(
    ' ',
  );
const leet = (text: string) =>
  text.replaceAll(/[aeiost]/g, char => ({ a: '@', e: '3', i: '1', o: '0', s: '$', t: '7' })[char] ?? char);
const title = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
const following = (at: number) => bases[(at + 7) % bases.length] ?? '';
const padded = (text: string) => text + '1234567890!'.repeat(2).slice(0, Math.max(1, 15 - text.length));

/** What people make of a common password when it is to be longer. */
const made: Readonly<Record<string, (base: string, at: number) => string>> = {
  'once with digits and signs': base => padded(base),
  'in other letters': base => padded(leet(title(base))),
  'twice and a digit': base => `${base}${base}${base.length < 7 ? base : ''}1`,
  'two joined with a year': (base, at) => `${base}${following(at)}2024!`,
  'two joined with a sign': (base, at) => `${title(base)}-${title(following(at))}_99`,
  'two in other letters': (base, at) => `${leet(base)}${leet(following(at))}#2026`,
  'three joined': (base, at) => `${base}${following(at)}${following(at + 5)}`,
  'backwards with another': (base, at) => `${base.split('').toReversed().join('')}${following(at)}77`,
  'with the name of its owner': base => `AnnJansen${title(base)}2025`,
  'with the organisation or the program': (base, at) =>
    `${at % 2 ? 'example' : 'Callfolio'}.${base}${2000 + at}`,
};
const weak = Object.entries(made).flatMap(([what, make]) =>
  bases.map((base, at) => ({ what, typed: make(base, at).padEnd(15, '1!') })),
);

const byHand = [
  'passwordpassword1',
  'dragonmonkey2024',
  'qwertyuiopasdfgh1',
  'iloveyouiloveyou!',
  'letmeinletmein123',
  'P@ssw0rdP@ssw0rd!',
  'correcthorsebatterystaple',
  'd.r.a.g.o.n.m.o.n.k.e.y',
  // Seldom ones, of which three are much to guess: joined all the same.
  'umbrellateapotwhistle7',
  'Staple-Bicycle-Whistle!93',
  'w1nd0w_teapot_b1cycle',
  'staplebicycle73829146',
  'callfoliocallfolio1',
  'annjansen annjansen',
  '１２３４５６７８９０１２３４５',
  'ｐａｓｓｗｏｒｄｐａｓｓｗｏｒｄ',
  'PÄSSWÖRD-pässwörd',
  'zaq1xsw2cde3vfr4',
  'europeancommission1',
];

const good =
  `correct horse battery staple|four hungry green parrots|vier groene papegaaien|fiets koffie lamp regen
my very own password is odd|the tram was late on Tuesday|seven bridges cross our canal|no umbrella in the rain today
my neighbour feeds two herons|de kat slaapt op de piano|oma bakt appeltaart met rozijnen|wij fietsten langs het kanaal
een ladder tegen de kersenboom|zeven wolken boven de haven|morgen regent het pijpenstelen|de buurman snoeit zijn heg
een koffer vol natte sokken|geen brug zonder water eronder|koffie zonder koekje is niks|drie ganzen liepen over straat
le train de nuit est en retard|deux tasses de thé au jasmin|la fenêtre donne sur la cour|un chat gris dort sur le toit
nous avons perdu nos parapluies|trois cygnes sur le vieux canal|ma grand-mère cuit des tartes|le facteur siffle le matin
der Zug fuhr ohne uns weiter|drei graue Katzen am Fenster|Oma kocht Suppe aus Linsen|ein Koffer voller Landkarten
der Nachbar übt leise Geige|sieben Wolken über dem Hafen|unser Garten riecht nach Regen|kein Schirm hilft gegen Wind
tre gatti dormono sul divano|il treno parte senza di noi|una finestra verso il cortile|la nonna prepara le lasagne
dos tazas de té con limón|el tren sale muy temprano hoy|mi vecina cuida tres tortugas|llueve sobre los tejados rojos
a kettle whistles before dawn|paint the shed before autumn|she mended seventeen bicycles|borrow a ladder from Pieter's aunt
my left boot leaks when it pours|we planted rhubarb by the gate|nobody watered the office fern|eleven spoons and one teapot
the printer hums an old waltz|grandfather repaired clockwork|the ferry carried only goats|our choir forgot its second verse
tangerine velvet harpsichord fog|marble otter sings at midnight|quiet lantern beneath the pier|seventeen purple wheelbarrows
wooden giraffe crossing the fjord|a violin under the staircase|cold porridge, warm mittens|they measured clouds with rulers
lend me your orange wheelbarrow|half a lemon behind the radio|the mayor collects old thimbles|a pelican stole my sandwich
fog rolled over the allotments|knit three scarves by Epiphany|our tent blew into the harbour|a heron waits near platform nine
chestnuts roast on wet evenings|one mitten hangs from the fence|please return the blue colander|snow melted under the tramlines
zBq7vKp2mXw9RtLd|hT5#kk29vLq0wN!e|83k2j1n48dk2917v|qx-7Gm.p0Zt_v4Hc|rW3!yUd8@bNq6$Fs|K9fjx2mvq7wz4tpb
vuqmelotrazinepk|wibblequandroxifle|ytmoqvebsdkwrnuz|gloimpertasquendy|brunkeltafivoxern|zappelduinkorvets
x4Tq vN8r mW2k pL6z|uG7_hD3_kR9_wB5_yM|pneumatisch-kurkdroog-tapijt|zeepbel/kruiwagen/onweer/dynamo
anker.bloesem.cycloon.dwarsfluit|Ostrich!Ladle!Fjord!Nimbus!|copper-thistle-anvil-meadow-rye|tulp42windmolen87sneeuwpop
ik heb nooit een paard geleend|waar ligt de sleutel van zolder|hij telt schapen in het Fries|pannenkoeken met te veel stroop
de veerpont vaart niet bij mist|onze klok loopt altijd achter|zij breide elf paar wanten|een reiger wacht bij perron negen`
    .split(/[|\n]/)
    .filter(one => one !== '');

/** As a list of exact entries and a least length would have it. */
const unguarded: Check = typed => typed.length < 15 || bases.includes(typed.toLowerCase());

describe('Passwords that came out in breaches', () => {
  it('are ten thousand at least', () => {
    const list = JSON.parse(readFileSync('models/accounts/breachedPasswords.json', 'utf8')) as {
      passwords: string;
    };
    expect(list.passwords.split(' ')).to.have.length.at.least(10_000);
  });

  it('are refused however they are spelt, joined, repeated and lengthened: more than two hundred', () => {
    expect(weak.length).to.be.at.least(200);
    expect(weak.filter(({ typed }) => typed.length < 15 || typed.length > mostPassword)).to.deep.equal([]);
    expect(weak.filter(({ typed }) => !isRefused(typed))).to.deep.equal([]);
    expect(byHand.filter(typed => !isRefused(typed))).to.deep.equal([]);
  });

  it('would mostly be let through by a list that is compared letter by letter', () => {
    expect(weak.filter(({ typed }) => !unguarded(typed)).length).to.be.above(200);
  });

  it('leave more than a hundred good ones alone', () => {
    expect(good.length).to.be.at.least(100);
    expect(good.filter(isRefused)).to.deep.equal([]);
  });
});

describe('A password of any length', () => {
  const costOf = async (check: () => unknown) => leastOf(5, async () => cpuOf(check));
  const million = 'aB3$'.repeat(250_000);

  it('is refused or judged within 50 ms', async () => {
    expect(checkPassword(million, owner)).to.deep.equal([
      { field: 'password', type: 'password.length', values: { least: 15, most: mostPassword } },
    ]);
    for (const typed of [million, 'p4$$w0rd'.repeat(25), 'ﷺ'.repeat(mostPassword), 'a1'.repeat(100)])
      expect(
        await fairCost(50, async () => cpuOf(() => checkPassword(typed, owner))),
        typed.slice(0, 10),
      ).to.be.below(50);
  });

  it('would take longer where the text is folded before its length is looked at', async () => {
    expect(
      await costOf(() =>
        million
          .normalize('NFKD')
          .replaceAll(/\p{M}/gu, '')
          .toLowerCase()
          .match(/^(.+?)\1+$/su),
      ),
    ).to.be.above(1);
  });
});
