import { Command, Option } from 'commander';
import { parseCount } from '../../server/cli/options.ts';

/** What is measured, in this order. */
const PARTS = [
  ...(['rates', 'clients', 'step', 'followers', 'memory', 'start', 'page', 'export'] as const),
  ...(['replay', 'lighthouse', 'speedscope'] as const),
];

export type Part = (typeof PARTS)[number];

export interface BenchOptions {
  readonly quick: boolean;
  readonly only?: Part;
  readonly rounds?: number;
  readonly events?: number;
}

/** Reads what stands behind `npm run bench --`; a misuse ends the process with 2 and a sentence. */
export function readOptions(args: readonly string[]): BenchOptions {
  return new Command('npm run bench --')
    .description('measures what the project promises, and says of each promise whether it holds')
    .option('--quick', 'one short round instead of five, fewer events', false)
    .addOption(new Option('--only <part>', 'one part').choices(PARTS))
    .option('--rounds <n>', 'how often the programs that are compared take turns', parseCount)
    .option('--events <n>', 'the largest recording of export, replay, speedscope', parseCount)
    .allowExcessArguments(false)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .parse([...args], { from: 'user' })
    .opts<BenchOptions>();
}
