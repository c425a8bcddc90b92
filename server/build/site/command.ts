import { resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import { PAGE, ROOT } from '../../paths.ts';
import { buildSite } from './build-site.ts';

interface Options {
  readonly recordings?: readonly string[];
}

/** Where the command writes; `process` in earnest. */
interface Output {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

const EXAMPLES = `
Examples:
  npm run build:site
  npm run build:site -- public --recordings mine.trace.jsonl other.trace.jsonl
  npm run build:site -- public --recordings ~/.local/share/wirestep

Recordings hold what was typed and the addresses of the machines: look at them before you publish.`;

/** `npm run build:site -- ARGS`. The exit code: 0 fine, 1 failed, 2 misused. */
export async function buildSiteCommand(
  args: readonly string[],
  { stdout, stderr }: Output = process,
): Promise<number> {
  const program = new Command('npm run build:site --')
    .description('write page, lessons and recordings as a folder that any web host serves')
    .argument('[out]', 'the folder to write; one from an earlier build is replaced', 'dist/site')
    .option('--recordings <paths...>', 'recordings to add: *.trace.jsonl, or folders of them')
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(add --help for the options and an example)')
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
    })
    .exitOverride()
    .action(async (out: string, { recordings = [] }: Options, { args }: Command) => {
      // Without a name: in the project's folder, wherever the person stands.
      const folder = args.length === 0 ? resolve(ROOT, out) : resolve(out);
      const report = await buildSite({ page: PAGE, out: folder, recordings });
      stdout.write(
        `Wrote ${count(report.lessons, 'lesson')} and ${count(report.recordings, 'recording')}: ` +
          `${count(report.files, 'file')}, ${(report.bytes / 1e6).toFixed(1)} MB, in ${folder}\n` +
          'Any web host serves this folder, also under a path of its own.\n',
      );
    });
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    stderr.write(`wirestep: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
