/** Headings and choices of files that callfolio wrote in Dutch before December 2026, in lower case: what they are called today. */
export const former: ReadonlyMap<string, string> = new Map([
  ['reikwijdte', 'hoort bij portefeuille'],
  ['verantwoordelijke beheerder', 'dossierbehandelaar'],
  ['toekenningsdocument', 'toekenningsbesluit'],
  ['oproep zoals gedrukt, niet geregistreerd', 'oproep zoals vermeld, niet geregistreerd'],
  ['onderwerp zoals gedrukt, niet geregistreerd', 'onderwerp zoals vermeld, niet geregistreerd'],
  ['betekenis', 'belang'],
  ['genoemd, niet beoordeeld', 'genoemd, nog niet gewogen'],
]);

/** A heading or a choice in lower case, in the words of today: a file of an earlier version is read as one of this. */
export const wordsOfToday = (words: string): string => {
  const plain = words.toLowerCase();
  return former.get(plain) ?? plain;
};
