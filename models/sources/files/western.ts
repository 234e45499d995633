import iconv from 'iconv-lite';

/** Letters whose byte is the same letter in every Windows and ISO encoding of Latin script, the Baltic ones included. */
const sameEverywhere = new Set('äéóöüß');

/**
 * Where a letter of windows-1252 can be no letter of another Latin encoding: `ë` is ė in the Baltic, which follows a vowel only
 * behind a prefix; `ñ` is ń in Poland, which no vowel follows. A letter without an entry proves nothing.
 */
const onlyWestern: Readonly<Record<string, RegExp>> = {
  ë: /^(?!(?:ne)?(?:be)?(?:pri|prie|nu|ne|api|at?)ë).*[aeiou]ë/,
  ï: /[aeou]ï[ncesvft]/,
  è: /.[irt]ères?$|(?:st|bl|xi|ti|[hl]i?)èmes?$|è(?:[gq]|ch|s$)|scèn|arrièr/,
  ê: /^(?:être|même|enquête|intérêt|forêt|pêche|arrêt|extrême|suprême|conquête|requête|tempête)s?$/,
  à: /^(?:à|là|voilà|déjà)$|(?:versit|attivit|citt|qualit|societ|comunit|autorit|bilit|alit|icit|libert|realt)à$/,
  ç: /ç[aouãõ]/,
  ñ: /ñ[aeiouáéíó]/,
  ã: /ão|ãe/,
  õ: /õe/,
  á: /[^aeiouáéíóú]á(?![sšzž])./,
  í: /[^aeiouáéíóú]í[^aeiouáéíóú]|[bcdfgjmpvz]í[aeo]/,
  ú: /./,
  ô: /./,
  â: /b[âa]tim|ch[âa]t|thé[âa]tr|^t[âa]ches?$|c[âa]bl|grâce|âge/,
  î: /aîtr|chaîn|traîn|^îles?$|boîte|fraîch/,
  û: /^(?:coûts?|août|sûre?s?|sûreté|goûts?|brûl\w*)$/,
  ù: /^(?:où|più)$/,
  ì: /^(?:così)$/,
  ò: /^(?:però|ciò|può|perciò)$/,
  å: /^å|å$|å(?:[drlvsm])|[aeiouyäö]å|å[aeiouyäö]|från|språk|ång|ånd/,
  œ: /cœur|sœur|vœu|œuvr|mœur|nœud/,
};

const isHigh = (code: number): boolean => code >= 0x80;
const isAsciiLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
const highLetters = new Set([0x8a, 0x8c, 0x8e, 0x9a, 0x9c, 0x9e, 0x9f]);
const isHighLetter = (code: number): boolean =>
  highLetters.has(code) || (code >= 0xc0 && code !== 0xd7 && code !== 0xf7);
const isLetter = (code: number): boolean => isAsciiLetter(code) || isHighLetter(code);

/** What is no ASCII and no blank: beside a sign it makes a word of another encoding. */
const isPart = (code: number): boolean => code >= 0x80 && code !== 0xa0;

/** Signs that come in pairs: as many must open as close. */
interface Pairs {
  [sign: number]: number;
}

/** Signs that may stand alone: € • – — £ § © ® ± · ¼ ½ ¾ × ÷. */
const loneSigns = new Set([
  0x80, 0x95, 0x96, 0x97, 0xa3, 0xa7, 0xa9, 0xae, 0xb1, 0xb7, 0xbc, 0xbd, 0xbe, 0xd7, 0xf7,
]);

/** What stands at this place is a letter in many encodings, unless it stands where windows-1252 has a sign. */
function isSign(code: number, before: number, after: number, pairs: Pairs): boolean {
  const [left, right] = [isLetter(before), isLetter(after)];
  const opens = !left && (right || (after >= 48 && after <= 57));
  const closes = !right && before > 32;
  switch (code) {
    case 0x92: // the apostrophe
      if (left && right) return true;
      if (!left && right) return /[stnkm]/i.test(String.fromCharCode(after));
      pairs[code] = (pairs[code] ?? 0) + 1;
      return closes;
    case 0x91:
    case 0x84:
    case 0x82:
    case 0xab:
      pairs[code] = (pairs[code] ?? 0) + 1;
      return opens || (code === 0xab && !left);
    case 0x93:
    case 0x94:
    case 0xbb:
      pairs[code] = (pairs[code] ?? 0) + 1;
      return code === 0x93 ? opens || closes : closes || (code === 0xbb && !right);
    case 0x85: // an ellipsis, or à
      return false;
    case 0xa0:
      return !(left && right);
    case 0xb0: // degrees
      return !left && before < 0x80;
    default:
      return loneSigns.has(code) && !left && !right && !isPart(before) && !isPart(after);
  }
}

const count = (pairs: Pairs, sign: number): number => pairs[sign] ?? 0;

/** Whether the signs that open and those that close are equally many: a letter in their place would not be. */
const arePaired = (pairs: Pairs): boolean =>
  count(pairs, 0x91) + count(pairs, 0x82) === count(pairs, 0x92) &&
  (count(pairs, 0x84) + count(pairs, 0x93) + count(pairs, 0x94)) % 2 === 0 &&
  count(pairs, 0xab) === count(pairs, 0xbb);

/** Words without a plain letter. */
const bareWords = new Set(['é', 'à']);

function isWesternWord(bytes: string): boolean {
  const word = iconv.decode(Buffer.from(bytes, 'latin1'), 'win1252');
  // A capital within small letters, or the other way round, is another letter in truth.
  if (/\p{Ll}[À-ÖØ-Þ]|\p{Lu}{2}[à-öø-ÿ]/u.test(word)) return false;
  const lower = word.toLowerCase();
  const high = lower.match(/[^\u0020-\u007e]/g) ?? [];
  const plain = lower.length - high.length;
  // Greek and Cyrillic words have nothing else.
  if ((plain === 0 || plain < high.length - 1) && !bareWords.has(lower)) return false;
  return high.every(letter => sameEverywhere.has(letter) || onlyWestern[letter]?.test(lower) === true);
}

/** A line's end, a blank, a semicolon and a comma: no word goes on behind them. */
const endsOfWords = [0x0a, 0x20, 0x3b, 0x2c];

const mostDoubts = 3;
const longestWord = 60;

/**
 * Reads the bytes of a file that is no UTF-8, and gathers words that do not prove that they are windows-1252 (nor, which is
 * the same there, ISO 8859-1): where every one does, nothing else is plausible.
 */
export function westernDoubts() {
  const doubts = new Set<string>();
  const judged = new Map<string, boolean>();
  const pairs: Pairs = {};
  let rest = '';
  const doubt = (word: string) => {
    if (doubts.size < mostDoubts) doubts.add(word.slice(0, longestWord));
  };
  const judge = (word: string) => {
    let isFine = judged.get(word);
    if (isFine === undefined) {
      isFine = isWesternWord(word);
      if (judged.size < 50_000) judged.set(word, isFine);
    }
    if (!isFine) doubt(word);
  };
  /** One run of letters and of what is no ASCII: its words, and the signs between them. */
  function lookAt(text: string, start: number, end: number): void {
    if (end - start > 4 * longestWord) {
      doubt(text.slice(start, end));
      return;
    }
    let from = start;
    const endWord = (to: number) => {
      const word = text.slice(from, to);
      if (/[\u0080-\u00ff]/.test(word)) judge(word);
    };
    for (let place = start; place < end; place += 1) {
      const code = text.charCodeAt(place);
      if (!isHigh(code) || isHighLetter(code)) continue;
      endWord(place);
      from = place + 1;
      const neighbour = (at: number): number => (at < 0 || at >= text.length ? 32 : text.charCodeAt(at));
      if (!isSign(code, neighbour(place - 1), neighbour(place + 1), pairs))
        doubt(text.slice(Math.max(start, place - longestWord / 2), end));
    }
    endWord(end);
  }
  function look(text: string): void {
    const isOfRun = (at: number): boolean =>
      isHigh(text.charCodeAt(at)) || isAsciiLetter(text.charCodeAt(at));
    const high = /[\u0080-\u00ff]/g;
    const afterRun = /[^A-Za-z\u0080-\u00ff]/g;
    let done = 0;
    for (let found = high.exec(text); found && doubts.size < mostDoubts; found = high.exec(text)) {
      let start = found.index;
      while (start > done && isOfRun(start - 1)) start -= 1;
      afterRun.lastIndex = found.index + 1;
      const end = afterRun.exec(text)?.index ?? text.length;
      lookAt(text, start, end);
      done = end;
      high.lastIndex = end;
    }
  }
  return {
    /** Whether more would say more. */
    take(bytes: Buffer): boolean {
      const all = rest + bytes.toString('latin1');
      // Up to the last end of a word: what is cut in two comes with its second half.
      const last = Math.max(...endsOfWords.map(end => bytes.lastIndexOf(end)));
      const isOpen = last === -1;
      const end = isOpen ? (all.length < 4 * longestWord ? 0 : all.length) : rest.length + last + 1;
      look(all.slice(0, end));
      rest = all.slice(end);
      return doubts.size < mostDoubts;
    },
    /** Words, as bytes, that leave it open; none where the file is windows-1252. */
    end(): string[] {
      look(rest);
      if (doubts.size === 0 && !arePaired(pairs)) doubt('\u0093\u0094');
      return [...doubts];
    },
  };
}
