/**
 * How much a call or project supports an initiative, as a person rated it; `namedUnrated` where only a document says
 * so. No entry at all means "not assessed", which is not `examinedNotTargeted`.
 */
export const significances = ['principal', 'secondary', 'examinedNotTargeted', 'namedUnrated'] as const;
export type Significance = (typeof significances)[number];
