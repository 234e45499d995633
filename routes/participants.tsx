import { recogniseOrganisations } from '../models/organisations/organisation.ts';
import { projectFields, type Participant } from '../models/projects/project.ts';
import { sumParticipants } from '../models/projects/participantsSum.ts';
import { ParticipantsParts } from '../views/forms/ParticipantsFoot.tsx';
import type { ParticipantsRead } from '../views/forms/participantsRead.ts';
import { isBlankLine, type Typed } from '../views/records/typed.ts';
import { readTyped, refuseUnknownNames } from './line/formInput.ts';
import { readTypedField } from './line/typedField.ts';
import { bodies, shown, type Answer, type Route, type RouteRequest } from './line/route.ts';

const { participants, euContribution } = projectFields;
const formFields = { participants, euContribution };

const textAt = (typed: Typed, key: string): string => {
  const text = typed[key];
  return typeof text === 'string' ? text.trim() : '';
};

/** Reads the participants of a form as saving it would: their amounts, their sum, and which organisations are known. */
export async function readParticipants(typed: Typed): Promise<ParticipantsRead> {
  const lines = Array.isArray(typed['participants']) ? typed['participants'] : [];
  const { items } = participants;
  const read = lines.map(line => {
    const amount = readTypedField(items.euContribution, textAt(line, 'euContribution'));
    const id = textAt(line, 'organisation');
    return {
      isBlank: isBlankLine(line),
      name: textAt(line, 'name'),
      pic: readTypedField(items.pic, textAt(line, 'pic')).value as string | null,
      country: readTypedField(items.country, textAt(line, 'country')).value as string | null,
      organisation: id === '' ? null : { id, identifier: id },
      activityType: null,
      role: readTypedField(items.role, textAt(line, 'role')).value as Participant['role'],
      euContribution: amount.value as number | null,
      problem: amount.problem,
    };
  });
  const named = read.filter(({ name, pic }) => name !== '' || pic !== null);
  const found = new Map((await recogniseOrganisations(named)).map((one, at) => [named[at], one]));
  const project = readTypedField(euContribution, textAt(typed, 'euContribution'));
  return {
    ...sumParticipants(
      read.filter(({ isBlank }) => !isBlank),
      project.value as number | null,
    ),
    lines: read.map(one => ({
      state: found.get(one) ? 'known' : one.name === '' ? 'blank' : 'new',
      cents: one.euContribution,
      problem: one.problem,
    })),
  };
}

async function read(request: RouteRequest): Promise<Answer> {
  refuseUnknownNames(formFields, request.body);
  const found = await readParticipants(readTyped(formFields, request.body));
  return shown(() => <ParticipantsParts read={found} />, {});
}

export const participantRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/projects/participants/read',
    right: 'project:write',
    says: {
      en: 'How participants that are being typed are read: their sum, and which of them are known',
      nl: 'Hoe deelnemers die worden ingevuld worden gelezen: hun som, en welke bekend zijn',
    },
    media: ['page'],
    body: bodies.long,
    handle: read,
  },
];
