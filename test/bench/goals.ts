import type { Goal } from './figures.ts';
import type { Memory } from './memory.ts';
import type { Measure, Rates } from './rates.ts';
import type { Starts } from './starts.ts';
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
