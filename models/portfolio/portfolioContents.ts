import { calls } from '../calls/call.ts';
import { standingOf, type CountedAs } from '../coverage/counted.ts';
import { countCoverage, getStrategy } from '../coverage/coverage.ts';
import type { Coverage } from '../coverage/matrix.ts';
import type { CoverageQuery } from '../coverage/coverageQuery.ts';
import { findRecord, streamRecords } from '../lists/list.ts';
import type { KeptRecord } from '../record/noun.ts';
import type { Participant, ProjectDerived, projectFields } from '../projects/project.ts';
import { projects } from '../projects/projects.ts';
import { strategies, type Strategy } from '../strategies/strategy.ts';
import { forFiles, openly, visibleTo, type Sight, type VisibleNoun } from '../record/visibleTo.ts';
import { findCallsOf, type PortfolioCall } from './portfolioCalls.ts';
import { findRecordedChanges, type RecordedChange } from './recordedChanges.ts';

/** What no sheet shows of a project and of its participants: most of what is stored of them. */
const unread = ['objective', 'keywords', 'legalBasis', 'euroSciVoc', 'documents', 'note'] as const;
const unreadOfParticipants = ['organisation', 'startsOn', 'endsOn', 'note'] as const;
const without = [...unread, ...unreadOfParticipants.map(key => `participants.${key}`)];

export type KeptProject = Omit<
  KeptRecord<typeof projectFields, ProjectDerived>,
  (typeof unread)[number] | 'participants'
> & { participants: Omit<Participant, (typeof unreadOfParticipants)[number]>[] };

/** A project of the list, with how it is counted and what later versions have otherwise. */
export interface PortfolioProject {
  project: KeptProject;
  /** Whether the coverage counts it, or where else it stands. */
  as: CountedAs;
  /** Whether it is there on every day, since neither its signature nor its start is known. */
  isUndated: boolean;
  changes: readonly RecordedChange[];
}

/** What is read once all projects have been. */
export interface PortfolioRest {
  coverage: Coverage;
  calls: PortfolioCall[];
  /** Passages of the strategy that name money for which there is no record. */
  passages: Strategy['passages'];
}

/** What the portfolio workbook shows, read with one query and without what is withheld. */
export interface Portfolio {
  query: CoverageQuery;
  /** The list of projects as files show it to whoever asked. */
  list: VisibleNoun;
  strategy: Coverage['strategy'];
  /** The list as asked for, in its order; read once. */
  readProjects(): AsyncGenerator<PortfolioProject, void, undefined>;
  /** The rest; once all projects were read. */
  readRest(): Promise<PortfolioRest>;
}

/** So many projects at a time are asked for their changes. */
const many = 500;

/**
 * Opens a portfolio for reading, a project at a time, so that it may be of any size. All of it is read within one
 * `readAtOneInstant`.
 *
 * @throws {ExpectedError} where the strategy asked for is unknown, as `countCoverage`
 */
export async function openPortfolio(query: CoverageQuery, reader: Sight = openly): Promise<Portfolio> {
  const sight = forFiles(reader);
  const list = visibleTo(projects, sight);
  const { asked } = query;
  const { code, reference, titleEn: en, titleNl: nl } = await getStrategy(query);
  /** How many projects come from a call or topic, by its id. */
  const origins = new Map<string, number>();

  async function* withChanges(some: readonly KeptProject[]): AsyncGenerator<PortfolioProject> {
    const changes = await findRecordedChanges(some, asked.knownAt);
    for (const project of some) {
      const { call, topic } = project;
      for (const id of new Set([call?.id, topic?.id]))
        if (id !== undefined) origins.set(id, (origins.get(id) ?? 0) + 1);
      const { as, position } = standingOf(project, asked);
      yield {
        project,
        as,
        isUndated: position === 'undated',
        changes: (changes.get(project.id) ?? []).filter(({ field }) => field in list.fields),
      };
    }
  }

  return {
    query,
    list,
    strategy: { code, reference, title: { en, nl } },
    async *readProjects() {
      let some: KeptProject[] = [];
      for await (const project of streamRecords(list, asked, { without, batchSize: many })) {
        some.push(project);
        if (some.length < many) continue;
        yield* withChanges(some);
        some = [];
      }
      yield* withChanges(some);
    },
    async readRest() {
      const coverage = await countCoverage(query);
      const linked = await findCallsOf(visibleTo(calls, sight), origins, query, code);
      const strategy = await findRecord(visibleTo(strategies, sight), code, asked.knownAt);
      const passages = (strategy?.passages ?? [])
        .filter(({ registeredAs }) => registeredAs.length === 0)
        .toSorted((a, b) => (a.line ?? Infinity) - (b.line ?? Infinity));
      return { coverage, calls: linked, passages };
    },
  };
}
