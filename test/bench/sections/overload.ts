import type { Figure } from '../figures.ts';
import {
  putUnderLoad,
  timeAlone,
  timeOfNewConnections,
  timeUntilNormal,
  type Load,
  type LoadFigures,
} from '../overload.ts';
import type { Section } from '../section.ts';

/** What was seen before, during and after more than the program can do. */
export interface Overload {
  /** Of eight readers, beside the same writers. */
  capacity: LoadFigures;
  honouring: LoadFigures;
  ignoring: LoadFigures;
  /** In ms. */
  normalAfter: number;
  newConnections: number;
}

const shareDone = ({ done, refused, failed }: LoadFigures['writes']): number =>
  (done / (done + refused + failed)) * 100;

const ms = (what: string, measured: number, bound: number): Figure => ({
  what,
  measured,
  unit: 'ms',
  target: { atMost: bound },
});

const share = (what: string, { writes }: LoadFigures, bound: number): Figure => ({
  what,
  measured: shareDone(writes),
  unit: '%',
  target: { atLeast: bound },
  beside: `${writes.done} done, ${writes.refused} refused, ${writes.failed} without an answer`,
});

/** Of 200 readers and 20 writers: those who wait as they are told, then those who do not. */
export function overloadFigures({
  capacity,
  honouring,
  ignoring,
  normalAfter,
  newConnections,
}: Overload): Figure[] {
  const { reads } = honouring;
  return [
    { ...ms('overload: accepted reads, p99', reads.p99, 1500), beside: `${reads.done} done` },
    { ...ms('overload: refused reads, p99', reads.refusedP99, 150), beside: `${reads.refused} refused` },
    {
      what: 'overload: reads without an answer',
      measured: reads.failed,
      unit: 'of them',
      target: { atMost: 0 },
    },
    share('overload: writes done', honouring, 95),
    {
      what: 'overload: writes without an answer',
      measured: honouring.writes.failed,
      unit: 'of them',
      target: { atMost: 0 },
    },
    {
      what: 'overload: useful answers against the capacity',
      measured: honouring.useful / capacity.useful,
      unit: '×',
      target: { atLeast: 0.9 },
      beside: `${honouring.useful.toFixed(0)} of ${capacity.useful.toFixed(0)} a second`,
    },
    { what: 'overload: normal after', measured: normalAfter / 1000, unit: 's', target: { atMost: 5 } },
    ms('overload by those who do not wait: live', ignoring.live, 1000),
    share('overload by those who do not wait: writes done', ignoring, 80),
    {
      what: '50 new connections beside 20 busy: the longest',
      measured: newConnections / 1000,
      unit: 's',
      target: { atMost: 5 },
    },
  ];
}

/** More than the program can do, for a minute by those who wait where they are told to, and for a minute by others. */
export const overload: Section = async ({ address, askers }, { seconds }, tell) => {
  const load: Load = { address, askers, readers: 8, writers: 20, seconds, honours: true };
  const crowd = { ...load, readers: 200, seconds: seconds * 12 };
  await putUnderLoad(load);
  tell('  what it can do');
  const alone = await timeAlone(load);
  const newConnections = await timeOfNewConnections(load);
  const capacity = await putUnderLoad({ ...load, seconds: seconds * 4 });
  tell('  200 readers and 20 writers');
  const honouring = await putUnderLoad(crowd);
  const normalAfter = await timeUntilNormal(crowd, alone);
  tell('  the same, who do not wait');
  const ignoring = await putUnderLoad({ ...crowd, honours: false });
  await timeUntilNormal(crowd, alone);
  return overloadFigures({ capacity, honouring, ignoring, normalAfter, newConnections });
};
