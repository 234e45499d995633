import { ExpectedError, type Problem } from '../../models/values/errors.ts';
import type { Fields } from '../../models/record/fields.ts';
import type { Reader } from '../../models/accounts/reader.ts';
import type { KeptRecord, Noun } from '../../models/record/noun.ts';
import { visibleTo } from '../../models/record/visibleTo.ts';
import { momentFor } from '../../models/query/query.ts';
import { momentOf } from '../../models/query/requestedMoment.ts';
import { keptToJsonOn } from '../../views/json.ts';
import type { View } from '../../views/page.tsx';
import type { ShowPageProps } from '../../views/records/ShowPage.tsx';
import { rightTo } from '../line/right.ts';
import { shown, type Answer, type Route, type RouteRequest } from '../line/route.ts';
import { getRequested } from '../line/written.ts';

interface ReadLines<F extends Fields, D> {
  noun: Noun<F, D>;
  page(props: ShowPageProps<F, D>): ReturnType<View>;
  /** What the page needs besides the record. */
  related?(record: KeptRecord<F, D>, request: RouteRequest, reader: Reader): Promise<unknown>;
}

/** One record of a noun: its page and its answer of the API. */
export function readLines<F extends Fields, D>(of: ReadLines<F, D>): Route[] {
  const { noun } = of;
  const { one } = noun.label;
  return [
    {
      method: 'GET',
      path: `/${noun.path}/:id`,
      right: rightTo('read', noun),
      says: { en: `One ${one.en.toLowerCase()}`, nl: `Eén ${one.nl.toLowerCase()}` },
      query: { moment: true },
      output: { record: noun.name },
      handle: (request, reader) => show(of, request, reader),
    },
  ];
}

async function show<F extends Fields, D>(
  of: ReadLines<F, D>,
  request: RouteRequest,
  reader: Reader,
): Promise<Answer> {
  const moment = readMoment(request);
  const { knownAt, on } = moment;
  const noun = visibleTo(of.noun, reader);
  const record = await getRequested(noun, request, knownAt);
  const related = await of.related?.(record, request, reader);
  return shown(
    () => of.page({ noun, record, related, knownAt, on }),
    keptToJsonOn(noun, record, momentFor({ ...moment, now: request.now })),
    { version: record.version },
  );
}

function readMoment(request: RouteRequest) {
  const problems: Problem[] = [];
  const moment = momentOf(request.query, request.now, problems);
  if (problems.length > 0) throw new ExpectedError('badQuery', 'badQuery', {}, problems);
  return moment;
}
