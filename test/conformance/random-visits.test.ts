/** Random misbehaviour, to our server and to Python's: what both did must be the same. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random } from '../thread/python/random.ts';
import type { ServerOutcome, Step } from './cases.ts';
import { play } from './play.ts';
import { randomVisit } from './random-visit.ts';
import { startOurs, startPython, type RecordedServer } from './recorded-server.ts';

/** How many visits, and where the random numbers start; both to be set for a longer search. */
const VISITS = Number(process.env['WIRESTEP_VISITS'] ?? 25);
const SEED = Number(process.env['WIRESTEP_SEED'] ?? 1);

let ours: RecordedServer;
let theirs: RecordedServer;

beforeAll(async () => {
  [ours, theirs] = await Promise.all([startOurs('lines'), startPython()]);
});
afterAll(async () => {
  await Promise.all([ours.stop(), theirs.stop()]);
});

async function visit(server: RecordedServer, steps: readonly Step[]): Promise<ServerOutcome> {
  const { told, seen } = await play(steps, server, (peer) => server.observe(peer));
  return { ...told, ...seen };
}

const random = new Random(SEED);
const visits = Array.from({ length: VISITS }, (_, n) => [n + 1, randomVisit(random)] as const);

it.each(visits)('visit %i', async (_n, steps) => {
  const [our, their] = await Promise.all([visit(ours, steps), visit(theirs, steps)]);
  expect(our, JSON.stringify(steps)).toEqual(their);
});
