import { calls } from '../calls/call.ts';
import type { Call } from '../calls/callFields.ts';
import { ruleOf, type Fields, type RecordOf } from '../record/fields.ts';
import type { Noun } from '../record/noun.ts';
import { organisations } from '../organisations/organisation.ts';
import type { Organisation } from '../organisations/organisationFields.ts';
import { programmes, type Programme } from '../programmes/programme.ts';
import type { Project } from '../projects/project.ts';
import { projects } from '../projects/projects.ts';
import { strategies, type Strategy } from '../strategies/strategy.ts';
import { callsFrom } from './callsFrom.ts';
import { organisationsFrom } from './participantsFrom.ts';
import { programmesFrom } from './programmesFrom.ts';
import { projectsFrom } from './projectsFrom.ts';
import { readReference } from './readReference.ts';
import { strategyFrom } from './strategyFrom.ts';

/** The records of the reference data, complete, their links by identifier only. */
export interface ReferenceRecords {
  programmes: Programme[];
  strategies: Strategy[];
  calls: Call[];
  organisations: Organisation[];
  projects: Project[];
}

/** What was typed, through the rules of the fields: what a form would refuse is refused here too. */
function typed<F extends Fields, D>(noun: Noun<F, D>, inputs: readonly object[]): RecordOf<F>[] {
  return inputs.map(input => {
    const { error, value } = ruleOf(noun.fields).validate(input, { abortEarly: false });
    if (error) {
      // The fields' own kinds of mistake have words in the locales only, so Joi's sentence would say nothing of them.
      const mistakes = error.details.map(({ path, type }) => `${path.join('.')} (${type})`).join(', ');
      throw new Error(`The reference data gives no right ${noun.name} ${noun.identify(value)}: ${mistakes}`);
    }
    return value as RecordOf<F>;
  });
}

/** Records as a person would type them, one kind after another. */
export type TypedReference = Readonly<Record<keyof ReferenceRecords, readonly object[]>>;

/** What would be typed as records of ours. @throws {Error} when a value is not right */
export const recordsFrom = (inputs: TypedReference): ReferenceRecords => ({
  programmes: typed(programmes, inputs.programmes),
  strategies: typed(strategies, inputs.strategies),
  calls: typed(calls, inputs.calls),
  organisations: typed(organisations, inputs.organisations),
  projects: typed(projects, inputs.projects),
});

/**
 * The reference file as records of ours.
 * @param data the parsed file
 * @throws {Error} when its shape or a value is not the expected one
 */
export function convertReference(data: unknown): ReferenceRecords {
  const reference = readReference(data);
  return recordsFrom({
    programmes: programmesFrom(reference),
    strategies: [strategyFrom(reference)],
    calls: callsFrom(reference),
    organisations: organisationsFrom(reference),
    projects: projectsFrom(reference),
  });
}
