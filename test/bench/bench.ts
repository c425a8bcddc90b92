import { availableParallelism, cpus } from 'node:os';
import { exportTable, measureExports } from './exports.ts';
import { figure, isHit, table, verdict, type Goal } from './figures.ts';
import { measureClients } from './clients.ts';
import { measureFollowers } from './followers/followers.ts';
import {
  clientGoals,
  costGoals,
  exportGoals,
  followerGoals,
  rateGoals,
  startGoals,
  stepGoals,
} from './goals.ts';
import { measureMemory } from './memory.ts';
import { readOptions, type Part } from './options.ts';
import { measurePageWeight } from './page-weight.ts';
import { buildProcesses, canPin } from './processes.ts';
import { measureLighthouse, scoreGoals, scoreTable } from './replay/lighthouse.ts';
import { withRecording } from './replay/record.ts';
import { measureReplays } from './replay/replay.ts';
import { replayGoals, replayTable } from './replay/replay-report.ts';
import { comparisonGoals, comparisonTable, compareWithSpeedscope } from './replay/speedscope.ts';
import { LEVELS, measureRates, type Rates } from './rates.ts';
import { measureStarts } from './starts.ts';
import { measureSteps } from './steps.ts';
import { findTargets, type TargetName } from './targets.ts';

/** `npm run bench`: measures what the project promises, and says of each promise whether it holds. */
const values = readOptions(process.argv.slice(2));
const timing = values.quick
  ? { rounds: 1, warmMs: 600, countMs: 600 }
  : { rounds: 5, warmMs: 1_000, countMs: 1_500 };
const goals: Goal[] = [];

await buildProcesses();
print(`${cpus()[0]?.model}, ${availableParallelism()} processors, Node ${process.versions.node}\n`);
await part('rates', async () => {
  const { targets, missing } = findTargets();
  if (!canPin) missing.push('Without taskset a single connection is not kept on one processor.');
  for (const sentence of missing) print(sentence);
  const rounds = values.rounds ?? timing.rounds;
  const rates = await measureRates(targets, { ...timing, rounds }, say);
  print(`Messages a second, medians of ${rounds} interleaved rounds:\n\n${rateTable(rates)}\n`);
  goals.push(...rateGoals(rates));
});
await part('clients', async () => {
  const measured = await measureClients(200, values.quick ? 10 : 100);
  print(`200 clients at once: ${figure(measured.perSecond)} messages a second\n`);
  goals.push(...clientGoals(measured));
});
await part('step', async () =>
  goals.push(...stepGoals(await measureSteps(values.quick ? 60 : 300))),
);
await part('followers', async () => {
  const short = { seconds: 5, rounds: 1, countMs: 1_500 };
  const long = { seconds: 20, rounds: 3, countMs: 3_000 };
  goals.push(...followerGoals(await measureFollowers(values.quick ? short : long, say)));
});
await part('memory', async () => goals.push(...costGoals(await measureMemory())));
await part('start', async () => goals.push(...startGoals(await measureStarts())));
await part('page', async () => {
  const measured = await measurePageWeight();
  const name = 'JavaScript before the first lesson, gzipped';
  goals.push({ name, measured, goal: 120, sense: '≤', unit: ' kB' });
});
await part('export', async () => {
  const events = values.events ?? (values.quick ? 100_000 : 1_000_000);
  const measured = await measureExports(events, values.rounds ?? timing.rounds);
  print(`A recording as a capture:\n\n${exportTable(measured)}\n`);
  goals.push(...exportGoals(measured));
});
await part('replay', async () => {
  const most = values.events ?? (values.quick ? 10_000 : 1_000_000);
  const sizes = [10_000, 20_000, 100_000, 1_000_000].filter((size) => size <= most);
  const replayed = await measureReplays(sizes, say);
  print(`Recordings in the page:\n\n${replayTable(replayed)}\n`);
  goals.push(...replayGoals(replayed));
});
await part('lighthouse', async () => {
  const scored = await measureLighthouse(values.quick ? 1 : 3, say);
  print(`The static site:\n\n${scoreTable(scored)}\n`);
  goals.push(...scoreGoals(scored));
});
await part('speedscope', async () => {
  const events = values.events ?? (values.quick ? 10_000 : 1_000_000);
  const rounds = values.rounds ?? (values.quick ? 1 : 3);
  const compared = await withRecording(events, (file) => compareWithSpeedscope(file, rounds));
  print(`The same events in the same browser:\n\n${comparisonTable(compared)}\n`);
  print('Speedscope draws with WebGL; without a graphics card that is slower than with one.\n');
  goals.push(...comparisonGoals(compared));
});
print(
  table(
    ['goal', 'measured'],
    goals.map((goal) => [goal.name, verdict(goal)]),
  ),
);
print(`\n${goals.filter(isHit).length} of ${goals.length} goals hit`);

/** Measures one part, unless another was asked for; a part that fails does not end the others. */
async function part(name: Part, measure: () => Promise<unknown>): Promise<void> {
  if (values.only !== undefined && values.only !== name) return;
  say(`measuring ${name}…`);
  try {
    await measure();
  } catch (error) {
    print(`${name} could not be measured: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}

function rateTable(rates: ReadonlyMap<TargetName, Rates>): string {
  const head = [
    'server',
    ...LEVELS.map(String),
    'sessions/s',
    'trace, B/message',
    'server, µs/message',
  ];
  const columns = [...LEVELS, 'sessions', 'bytes', 'processor'] as const;
  const rows = [...rates].map(([name, own]) => [
    name,
    ...columns.map((column) => (Number.isFinite(own[column]) ? figure(own[column]) : '')),
  ]);
  return table(head, rows);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
