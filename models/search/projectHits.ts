import { inBoth, type Hit, type SourceText } from './hit.ts';
import { initiativeName } from './strategyHits.ts';
import { excerptOf, findBest, findTexts } from './texts.ts';
import type { Call } from '../calls/callFields.ts';
import { namesOf } from '../projects/namedProjects.ts';
import { phaseOf } from '../projects/phase.ts';
import type { Project } from '../projects/project.ts';
import { phaseLabels } from '../projects/projectFilters.ts';
import { fold, type Search } from '../record/search.ts';
import { initiativeCode, type Strategy } from '../strategies/strategy.ts';
import type { Day } from '../values/day.ts';

/** What of a project the search shows, or ranks it by. */
export type FoundProject = Pick<
  Project,
  | 'acronym'
  | 'grantAgreement'
  | 'title'
  | 'objective'
  | 'keywords'
  | 'scope'
  | 'programme'
  | 'call'
  | 'topic'
  | 'supports'
  | 'startsOn'
  | 'endsOn'
  | 'terminatedOn'
  | 'status'
  | 'euContribution'
> & { id: string };

export type FoundCall = Pick<Call, 'identifier' | 'title' | 'keywords'> & { id: string };

/** A text in which a project may be found, and how much that says: 0 is its own title. */
interface Place extends SourceText {
  tier: 0 | 1 | 2 | 3;
}

/** The rows of projects, best first: in scope before candidates, what the strategy names before what shares a call. */
export function projectHits(
  found: readonly FoundProject[],
  context: { search: Search; calls: readonly FoundCall[]; strategies: readonly Strategy[]; on: Day },
): Hit[] {
  const { search, on } = context;
  const rows = found.map(project => {
    const places = placesOf(project, context);
    const isOwn = findTexts([[project.acronym, project.title].join(' · ')], search)[0] === true;
    const best = isOwn
      ? undefined
      : places[
          findBest(
            places.map(({ text }) => text.en),
            search,
          )
        ];
    const isNamed = project.supports.length > 0 || places.some(({ tier }) => tier === 1);
    const tier = isOwn ? 0 : isNamed ? 1 : (best?.tier ?? 3);
    const hit: Hit = {
      path: `/projects/${project.id}`,
      name: inBoth(project.acronym ?? project.title),
      title: project.acronym === null ? null : inBoth(project.title),
      where: best ? { ...best, text: inBoth(excerptOf(best.text.en, search)) } : null,
      asides: [inBoth(project.programme ?? ''), phaseLabels[phaseOf(project, on)]],
      cents: project.euContribution,
    };
    return { hit, rank: rankOf(project) * 4 + tier };
  });
  return rows.toSorted((one, other) => one.rank - other.rank).map(({ hit }) => hit);
}

const rankOf = ({ scope }: Pick<Project, 'scope'>): number =>
  scope === 'in' ? 0 : scope === 'candidate' ? 1 : 2;

function placesOf(
  project: FoundProject,
  { calls, strategies }: { calls: readonly FoundCall[]; strategies: readonly Strategy[] },
): Place[] {
  const callOf = (kind: 'topic' | 'call') => calls.find(({ id }) => id === project[kind]?.id);
  const [topic, call] = [callOf('topic'), callOf('call')];
  const place = (tier: Place['tier'], en: string, nl: string, text: string | null | undefined): Place[] =>
    text ? [{ tier, source: { en, nl }, text: inBoth(text), language: null }] : [];
  return [
    ...place(2, `Topic ${topic?.identifier}`, `Onderwerp ${topic?.identifier}`, topic?.title),
    ...place(2, 'Objective', 'Doelstelling', project.objective),
    ...place(2, 'Keywords', 'Trefwoorden', project.keywords.join(' · ')),
    ...strategies.flatMap(strategy => placesIn(strategy, project)),
    ...place(3, `Call ${call?.identifier}`, `Oproep ${call?.identifier}`, call?.title),
    ...place(
      3,
      `Call ${call?.identifier}, themes`,
      `Oproep ${call?.identifier}, thema’s`,
      call?.keywords.join(' · '),
    ),
  ];
}

/** Where a strategy speaks of a project: a passage that names it, and the initiatives that it is linked to. */
function placesIn(strategy: Strategy, project: FoundProject): Place[] {
  const { code, reference, titleEn, titleNl, initiatives, passages } = strategy;
  const names = namesOf(project);
  const linked = initiatives.filter(({ number }) =>
    project.supports.some(({ initiative }) => initiative === initiativeCode(code, number)),
  );
  const naming = passages.filter(one => one.registeredAs.some(name => names.includes(fold(name))));
  const places: Place[] = [];
  for (const { what, words, initiative, line } of naming) {
    const within = initiatives.find(({ number }) => number === initiative);
    const said = {
      en: `Named in line ${line} of ${reference}`,
      nl: `Genoemd in regel ${line} van ${reference}`,
    };
    const texts = [what, words, within?.titleEn, within?.titleNl, titleEn, titleNl];
    for (const [at, text] of texts.entries())
      if (text)
        places.push({ tier: 1, source: said, text: inBoth(text), language: at % 2 === 1 ? 'nl' : null });
  }
  for (const { number, titleEn: en, titleNl: nl } of linked) {
    const name = initiativeName(number);
    const source = { en: `${name.en} of ${reference}`, nl: `${name.nl} van ${reference}` };
    for (const [at, text] of [en, nl, titleEn, titleNl].entries())
      places.push({ tier: 1, source, text: inBoth(text), language: at % 2 === 1 ? 'nl' : null });
  }
  return places;
}
