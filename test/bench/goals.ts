import type { Goal } from './figures.ts';
import type { Exports } from './exports.ts';
import type { Followers } from './followers/followers.ts';
import type { Clients } from './clients.ts';
import type { Memory } from './memory.ts';
import type { Measure, Rates } from './rates.ts';
import type { Starts } from './starts.ts';
import type { Steps } from './steps.ts';
import type { TargetName } from './targets.ts';

/** What the recorded server promises next to another: its rate is so many times the other's. */
const RATIOS: readonly (readonly [other: TargetName, what: Measure, goal: number])[] = [
  ['python', 1, 1],
  ['python', 8, 1.8],
  ['python', 64, 3],
  ['strace --seccomp-bpf', 8, 4],
  ['strace', 8, 50],
  ['unrecorded', 8, 0.75],
  ['python', 'sessions', 1.5],
];

/** The ratios, of the servers that were measured. */
export function rateGoals(rates: ReadonlyMap<TargetName, Rates>): readonly Goal[] {
  const recorded = rates.get('recorded');
  return RATIOS.flatMap(([other, what, goal]) => {
    const theirs = rates.get(other);
    if (recorded === undefined || theirs === undefined) return [];
    const where =
      what === 'sessions' ? 'whole sessions' : `${what} connection${what === 1 ? '' : 's'}`;
    const name = `recorded ÷ ${OTHERS[other]}, ${where}`;
    return [
      { name, measured: recorded[what] / theirs[what], goal, sense: '≥', unit: '×' } as const,
    ];
  });
}

const OTHERS: Readonly<Record<TargetName, string>> = {
  recorded: 'itself',
  unrecorded: 'our server unrecorded',
  python: 'Python unrecorded',
  'strace --seccomp-bpf': 'Python under strace --seccomp-bpf',
  strace: 'Python under plain strace',
  net: 'Node’s event loop',
};

export function costGoals({ perThread, growth }: Memory): readonly Goal[] {
  const unit = ' MB';
  return [
    { name: 'Memory for each live handler', measured: perThread, goal: 10, sense: '≤', unit },
    // Flat: less than a hundredth of what was recorded, about what the garbage collector leaves.
    { name: 'Growth over 1,000,000 events', measured: growth, goal: 10, sense: '≤', unit },
  ];
}

export function startGoals({ cold, warm }: Starts): readonly Goal[] {
  const unit = ' s';
  return [
    { name: 'npm start in a clean clone', measured: cold, goal: 30, sense: '≤', unit },
    { name: 'npm start from then on', measured: warm, goal: 1, sense: '≤', unit },
  ];
}

export function clientGoals({ clients, wrong, each }: Clients): readonly Goal[] {
  const at = `${clients} clients at once`;
  return [
    { name: `${at}: messages lost or swapped`, measured: wrong, goal: 0, sense: '≤', unit: '' },
    { name: `${at}: memory for each`, measured: each, goal: 12, sense: '≤', unit: ' MB' },
  ];
}

export function stepGoals({ toCall, toTold }: Steps): readonly Goal[] {
  const goal = { goal: 20, sense: '≤', unit: ' ms' } as const;
  return [
    { name: 'A step to its call (p99)', measured: toCall, ...goal },
    { name: 'A step to the word that the recording has grown (p99)', measured: toTold, ...goal },
  ];
}

/** Of 300 followers on this machine. */
export function followerGoals({ p99, p99Stalled, flood, missing }: Followers): readonly Goal[] {
  const late = { goal: 100, sense: '≤', unit: ' ms' } as const;
  const share = { sense: '≥', unit: '×' } as const;
  const [all, stalled] = [flood.all / flood.none, flood.stalled / flood.all];
  return [
    { name: 'Call to 300 followers at 2,000 events/s, p99', measured: p99, ...late },
    { name: 'The same, one of them reads nothing', measured: p99Stalled, ...late },
    { name: 'Flood with 300 followers ÷ with none', measured: all, goal: 0.8, ...share },
    { name: 'Flood with one stalled ÷ with all reading', measured: stalled, goal: 0.95, ...share },
    {
      name: 'Trace that followers lack after it',
      measured: missing,
      goal: 0,
      sense: '≤',
      unit: ' B',
    },
  ];
}

/** Of a long recording. */
export function exportGoals(exports: Exports): readonly Goal[] {
  const { events, packets, parse, write, text2pcap, growth } = exports;
  const rate = packets / write;
  const unit = ' packets/s';
  return [
    { name: 'Capture: packets written', measured: rate, goal: 100_000, sense: '≥', unit },
    {
      name: 'Capture ÷ text2pcap with the same packets',
      ...{ measured: text2pcap / write, goal: 1, sense: '≥', unit: '×' },
    },
    {
      name: 'Reading a recording of 1,000,000 events',
      ...{ measured: (parse / events) * 1e6, goal: 1, sense: '≤', unit: ' s' },
    },
    // Some chunks, and what the garbage collector leaves lying about.
    {
      name: 'Memory above the open recording while it is exported',
      ...{ measured: growth / 1e6, goal: 128, sense: '≤', unit: ' MB' },
    },
  ];
}
