import type { Label } from './format.ts';

/** What lists show of a record that is no field of it: the words over the columns. */
export const derivedLabels: Readonly<Record<string, Label>> = {
  phase: { en: 'Phase', nl: 'Fase' },
  status: { en: 'Status', nl: 'Status' },
  coordinator: { en: 'Coordinator', nl: 'Coördinator' },
  opensOn: { en: 'Opens on', nl: 'Opent op' },
  deadlineAt: { en: 'Last deadline (Brussels)', nl: 'Laatste deadline (Brussel)' },
  updatedAt: { en: 'Changed at (Brussels)', nl: 'Gewijzigd op (Brussel)' },
  warnings: { en: 'Warnings', nl: 'Waarschuwingen' },
};
