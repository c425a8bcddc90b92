import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from '../figures.ts';
import { kill, message, processorTime, start } from '../processes.ts';
import { request } from '../rates.ts';
import type { Order, Report } from './protocol.ts';
import { Talk } from './talk.ts';

const FOLLOWERS = 300;
/** Events a second that followers are to get in time. */
const EVENTS = 2_000;
/** Followers of a flood come later; so long they may take. */
const CATCH_UP_MS = 180_000;

export interface Followers {
  /** Events a second that there were. */
  readonly rate: number;
  /** Milliseconds from a call's return to a follower's socket, of half and of 99 in 100 events. */
  readonly p50: number;
  readonly p99: number;
  /** Messages a second in a flood, by who follows: nobody, all, all while one of them stalls. */
  readonly flood: { readonly none: number; readonly all: number; readonly stalled: number };
  /** Delays after the flood, while that one still does not read. */
  readonly p99Stalled: number;
  /** Bytes of the trace that a follower who reads has not got in the end. */
  readonly missing: number;
}

export interface FollowersTiming {
  readonly seconds: number;
  readonly rounds: number;
  readonly countMs: number;
}

interface LiveClass {
  readonly port: number;
  readonly uiPort: number;
  readonly recording: string;
  readonly join: string;
}

/** A class of 300 that follows one live session: the server, all followers, and the load are
 *  processes of their own. */
export async function measureFollowers(
  timing: FollowersTiming,
  say: (text: string) => void,
): Promise<Followers> {
  const folder = mkdtempSync(join(tmpdir(), 'wirestep-bench-'));
  const children: ChildProcess[] = [];
  const begin = (name: string, args: readonly string[] = []): ChildProcess => {
    const child = start(name, args);
    children.push(child);
    return child;
  };
  try {
    const room = begin('followers/class-process', [folder]);
    const live = await message<LiveClass>(room);
    const file = join(folder, `${live.recording}.trace.jsonl`);
    const people = begin('followers/followers-process');
    const { uiPort, join: link } = live;
    await ask(people, { do: 'join', uiPort, link, count: FOLLOWERS });
    const load = begin('load-process');
    return await measure({ ...live, file, room, people, load }, timing, say);
  } finally {
    for (const child of children) await kill(child);
    rmSync(folder, { recursive: true });
  }
}

interface Here extends LiveClass {
  readonly file: string;
  readonly room: ChildProcess;
  readonly people: ChildProcess;
  readonly load: ChildProcess;
}

async function measure(
  here: Here,
  { seconds, rounds, countMs }: FollowersTiming,
  say: (text: string) => void,
): Promise<Followers> {
  const { room, people, file, recording: id } = here;
  const follow = (): Promise<Report> =>
    ask(people, { do: 'follow', id, from: statSync(file).size });
  const talk = new Talk(file);
  await talk.begin(here.port, EVENTS);
  // From the beginning: there the trace says what its time zero is.
  await ask(people, { do: 'follow', id, from: 0 });
  await caughtUp(here);
  const watched = async (): Promise<Report & { readonly rate: number }> => {
    await ask(people, { do: 'watch', on: true });
    const before = processorTime(room);
    const rate = await talk.for(seconds, EVENTS);
    const part = (processorTime(room) - before) / (seconds * 1e4);
    await caughtUp(here);
    const report = await ask(people, { do: 'report' });
    await ask(people, { do: 'watch', on: false });
    const { p50, p99, worst } = report;
    say(
      `${Math.round(rate)} events a second: ${p50} ms, p99 ${p99} ms, at most ${worst} ms; the server uses ${Math.round(part)} % of a processor`,
    );
    return { ...report, rate };
  };
  const calm = await watched();
  const flood: Record<'none' | 'all' | 'stalled', number[]> = { none: [], all: [], stalled: [] };
  const job = { what: 'messages', clients: 8, warmMs: 500, countMs, port: here.port } as const;
  for (let round = 1; round <= rounds; round++) {
    for (const who of ['none', 'all', 'stalled'] as const) {
      await ask(people, { do: 'stall', count: who === 'stalled' ? 1 : 0 });
      if (who === 'none') await ask(people, { do: 'unwant' });
      else await follow();
      const { perSecond } = await request(here.load, job);
      flood[who].push(perSecond);
      say(`flood, ${who}: ${Math.round(perSecond)} messages a second`);
    }
  }
  const began = performance.now();
  const missing = await caughtUp(here);
  say(`all caught up after ${Math.round((performance.now() - began) / 1000)} s`);
  const stalled = await watched();
  talk.end();
  return {
    ...{ rate: calm.rate, p50: calm.p50, p99: calm.p99, p99Stalled: stalled.p99, missing },
    flood: {
      none: median(flood.none),
      all: median(flood.all),
      stalled: median(flood.stalled),
    },
  };
}

/** Waits until all who read have the whole trace; resolves to the bytes that one still lacks. */
async function caughtUp({ people, file }: Here): Promise<number> {
  const limit = performance.now() + CATCH_UP_MS;
  for (;;) {
    const { least, gaps } = await ask(people, { do: 'report' });
    if (gaps > 0) throw new Error(`${gaps} frames did not follow those before`);
    const missing = statSync(file).size - least;
    if (missing === 0 || performance.now() > limit) return missing;
    await sleep(200);
  }
}

async function ask(people: ChildProcess, order: Order): Promise<Report> {
  const answer = message<Report>(people);
  people.send(order);
  return answer;
}
