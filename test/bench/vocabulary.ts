import { chanceFrom, type Chance } from './chance.ts';

const small =
  `the of and to in for a is will on with by that this as are be from which at we an it its their these has been both
  between through within more than new such into also not can other based`.split(/\s+/);
const common =
  `research project development innovation technology data results approach training systems network analysis methods
  knowledge science health energy climate materials cells industry production models management policy social
  children safety security online abuse prevention support victims education internet detection digital services
  European international national regional local partners impact market users society environment water food
  transport mobility cities construction design software hardware sensors robots learning language quantum photonics
  light laser optical imaging brain neural cancer therapy clinical patients drug protein genome genes bacteria virus
  vaccine disease diagnosis treatment ageing care hospital ocean marine fisheries forest soil crops farming animals
  biodiversity species ecosystem carbon emissions hydrogen battery solar wind grid nuclear fusion reactor waste
  recycling circular economy business finance growth employment skills gender equality migration refugees culture
  heritage history philosophy law rights democracy governance citizens participation media communication privacy
  cybersecurity cryptography cloud computing supercomputer algorithm artificial intelligence vision graphics space
  satellite aircraft aviation railway vehicle road maritime port logistics supply chain manufacturing additive
  composite polymer steel concrete nanoparticles graphene semiconductor electronics wireless spectrum antenna radar
  chemistry catalysis synthesis molecules reactions physics particles gravity galaxies stars planets dynamics
  mathematics geometry probability statistics simulation uncertainty optimisation control automation prototype
  validation demonstration deployment standardisation certification exploitation dissemination infrastructure access
  laboratory facility equipment measurement calibration monitoring observation forecasting risk resilience disaster
  flood earthquake fire emergency response border police forensic evidence crime trafficking terrorism`.split(
    /\s+/,
  );

const starts =
  'bio geo nano micro photo hydro electro neuro cardio cyber socio agro thermo poly meta para inter'.split(
    ' ',
  );
const middles =
  'ba ce di fo gu la me ni po ru sa te vi lo ma ne ri to va ze cal der fin gor hel jan kin lum mer nor'.split(
    ' ',
  );
const ends =
  'tion ment ness able ics ology graphy isation ity ance ing ed al ive ous ator ium ase ine oid'.split(' ');

/** Rare words, as many as the objectives of a framework programme have. */
function rareWords(count: number): string[] {
  const chance = chanceFrom(7);
  const made = new Set<string>();
  while (made.size < count) {
    const start = chance.isOnce(0.3) ? chance.one(starts) : chance.one(middles);
    const middle = chance.one(middles) + (chance.isOnce(0.5) ? chance.one(middles) : '');
    made.add(start + middle + chance.one(ends));
  }
  return [...made];
}
const rare = rareWords(25_000);

/** What a search may ask for, from the most to the least common. */
export const vocabulary = { small, common, rare } as const;

/** A word as a text of this kind has them: few words often, many words seldom. */
function anyWord(chance: Chance): string {
  const share = chance.fraction();
  if (share < 0.42) return chance.one(small);
  const rank = chance.fraction() ** 2.2;
  return share < 0.88
    ? (common[Math.floor(rank * common.length)] as string)
    : (rare[Math.floor(rank * rare.length)] as string);
}

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

/** Sentences of `least` to a little more characters. */
export function proseOf(chance: Chance, least: number): string {
  let text = '';
  while (text.length < least) {
    const words = Array.from({ length: chance.whole(8, 24) }, () => anyWord(chance));
    text += `${text ? ' ' : ''}${capital(words.join(' '))}.`;
  }
  return text;
}

/** A title of so many words, without the smallest ones at its ends. */
export function titleOf(chance: Chance, words: number): string {
  const inner = Array.from({ length: words - 2 }, () => anyWord(chance));
  return capital([chance.one(common), ...inner, chance.one(common)].join(' '));
}

/** A name in capitals, as projects have: unique with its number only where the letters run out. */
export function acronymOf(chance: Chance): string {
  const word = chance.one(middles) + chance.one(middles) + (chance.isOnce(0.6) ? chance.one(middles) : '');
  const tail = chance.isOnce(0.3) ? chance.one(['-EU', ' 2020', '4ALL', '-NET', '+', 'X', 'LAB']) : '';
  return (chance.isOnce(0.3) ? capital(word) : word.toUpperCase()) + tail;
}
