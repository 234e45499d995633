import type { ParticipantsSum } from '../../models/projects/participantsSum.ts';

/** What a line of participants was taken for. */
export interface ParticipantRead {
  /** Whether its organisation is in the register, is made on saving, or is not named yet. */
  state: 'known' | 'new' | 'blank';
  /** In cents; null where there is none, or what was typed is none. */
  cents: number | null;
  /** Why what was typed is no amount, as a message key; null where it is one. */
  problem: string | null;
}

/** The participants of a form as the program reads them, while they are typed. */
export interface ParticipantsRead extends ParticipantsSum {
  lines: readonly ParticipantRead[];
}
