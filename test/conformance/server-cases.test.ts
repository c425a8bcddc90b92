/** What a live server does in every recorded case: ours, and Python's as a check of this check. */
import { beforeAll, describe, expect, it } from 'vitest';
import { serverCases, type ServerCase, type ServerOutcome } from './cases.ts';
import { play } from './play.ts';
import { startOurs, startPython, type RecordedServer } from './recorded-server.ts';

const cases = serverCases();
/** Python really takes a buffer of gigabytes, so these depend on the machine's memory. */
const OF_MEMORY = new Set(['len_2g_minus_1', 'len_4g']);
/** Servers of a kind that run at once. In each the cases take turns: who came last matters. */
const AT_ONCE = 2;

type Results = Map<ServerCase, PromiseSettledResult<ServerOutcome> | undefined>;

/** Plays the cases against servers of one kind; false where a server did not end in order. */
async function playAll(start: () => Promise<RecordedServer>, results: Results): Promise<boolean> {
  const queue = [...results.keys()];
  const turn = async (): Promise<boolean> => {
    const server = await start();
    for (let next = queue.shift(); next; next = queue.shift()) {
      const visit = play(next.send, server, (peer) => server.observe(peer));
      const outcome = visit.then(({ told, seen }) => ({ ...told, ...seen }));
      results.set(next, (await Promise.allSettled([outcome]))[0]);
    }
    return server.stop();
  };
  const ended = await Promise.all(Array.from({ length: AT_ONCE }, turn));
  return ended.every((clean) => clean);
}

const resultsOf = (some: readonly ServerCase[]): Results =>
  new Map(some.map((one) => [one, undefined]));
const KINDS = [
  {
    title: 'our server, recording lines',
    start: () => startOurs('lines'),
    results: resultsOf(cases),
  },
  {
    title: 'our server, recording calls',
    start: () => startOurs('calls'),
    results: resultsOf(cases),
  },
  {
    title: "Python's server",
    start: startPython,
    results: resultsOf(cases.filter(({ name }) => !OF_MEMORY.has(name))),
  },
];
let inOrder: readonly boolean[];

beforeAll(async () => {
  inOrder = await Promise.all(KINDS.map(({ start, results }) => playAll(start, results)));
}, 120_000);

it('has every case, and ends every server in order', () => {
  expect(KINDS.map(({ results }) => results.size)).toEqual([96, 96, 94]);
  expect(inOrder).toEqual([true, true, true]);
});

describe.each(KINDS)('$title', ({ results }) => {
  it.each([...results.keys()])('$name: $note', (one) => {
    const result = results.get(one);
    if (result?.status === 'rejected') throw result.reason;
    expect(result?.value).toEqual(one.expect);
  });
});
