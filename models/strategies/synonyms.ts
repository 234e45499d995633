import { list, texts } from '../record/fields.ts';

/** Groups of words that mean the same: who searches for one of a group finds the others, too. */
export const synonyms = () =>
  list(
    { en: 'Synonyms in searches', nl: 'Synoniemen bij het zoeken' },
    {
      words: texts(
        { en: 'Words', nl: 'Woorden' },
        {
          hint: {
            en: 'Each on a line of its own: abbreviations, other words, both languages.',
            nl: 'Elk op een eigen regel: afkortingen, andere woorden, beide talen.',
          },
        },
      ),
    },
  );
