import { fold } from '../../record/search.ts';

const list = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/).map(fold));

/** Words for a sum of rows in the languages of the Union, as they are folded. */
const totals = list(`
  total totals totaal totalen som eindsom totaalsom subtotaal subtotal subtotals eindtotaal totaalbedrag
  summe summen gesamt gesamtsumme gesamtbetrag zwischensumme endsumme insgesamt sum sums somme sommes totaux soustotal totale totali subtotale subtotali
  somma totales suma sumas soma somas totais subtotais razem ogolem lacznie celkem celkove soucet mezisoucet spolu sucet
  medzisucet osszesen mindosszesen reszosszeg vegosszeg totalul общо всичко сума итого συνολο συνολα συνολικα αθροισμα
  υποσυνολο ukupno sveukupno zbroj skupaj vsota skupno isviso viso suma kopa kopsumma pavisam kokku summa yhteensa
  valisumma loppusumma totalt delsumma slutsumma ialt delsum totalsum totalsumma iomlan fiomlan grandtotal σ average
  averages gemiddelde gemiddeld durchschnitt mittelwert moyenne
`);
/** Words that say no more beside one of them. */
const plain = list(`
  grand sub general generale generaal generales algemeen algemene overall final finale of all the for in der des du de den
  del della das do da het alle aller tous les todos projects projecten projekte projets project rows rijen grants eur euro
  euros amount amounts bedrag bedragen betrag year jaar jahr annee and en und et geral ogolna ogolny γενικο sous amp
`);

const wordsOf = (text: string): string[] =>
  fold(text.replaceAll(/\bi alt\b/gi, 'ialt').replaceAll(/\bi[sš] viso\b/giu, 'isviso')).split(' ');
const saysNothing = (word: string): boolean => totals.has(word) || plain.has(word) || /^\d*$/.test(word);

/** Whether a text may stand in a row of a total: `Grand total`, `3 projects`, `-`. */
export const isOfTotal = (text: string): boolean => wordsOf(text).every(saysNothing);

/** Whether the names of a row say that it is a total, and nothing else. */
export function areOfTotal(names: readonly string[]): boolean {
  const filled = names.filter(name => name !== '');
  return filled.some(name => totalWordsIn(name) === 'whole') && filled.every(isOfTotal);
}

/**
 * Whether a text is a word for a sum of rows: `whole` where it says nothing else (`Grand total 2021 (EUR)`), `part` where it
 * begins or ends with one (`Total ISF-Police`, `ISF Total`); null where it does neither.
 */
export function totalWordsIn(text: string): 'whole' | 'part' | null {
  if (text.length > 80) return null;
  if (/^\s*[∑Σ]\s*:?\s*$/u.test(text)) return 'whole';
  const words = fold(text.replaceAll(/\bi alt\b/gi, 'ialt').replaceAll(/\bi[sš] viso\b/giu, 'isviso')).split(
    ' ',
  );
  if (!words.some(word => totals.has(word))) return null;
  if (words.every(saysNothing)) return 'whole';
  return totals.has(words[0] ?? '') || totals.has(words.at(-1) ?? '') ? 'part' : null;
}
