import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { ExportError, exportFiles } from '../../src/export/export.ts';
import type { ExportOptions, FormatInfo } from '../../src/export/formats.ts';
import { openingOf } from '../../src/export/openings.ts';
import type { Part } from '../../src/export/part.ts';
import { partOf } from '../../src/export/scope.ts';
import { PAGE } from '../paths.ts';
import { damageLines } from './damage.ts';
import {
  exportOptions,
  fitting,
  formatList,
  readFormat,
  readScope,
  writerOptions,
} from './export-options.ts';
import type { Asked } from './export-options.ts';
import { STDOUT, targetsOf } from './export-target.ts';
import type { Target } from './export-target.ts';
import { noRecording } from './no-recording.ts';
import { openFile } from './open-file.ts';
import { Failure, Misuse, outcome } from './outcome.ts';
import { Printer } from './output.ts';
import type { Output } from './output.ts';
import { Progress } from './progress.ts';
import { stoppable } from './stoppable.ts';
import { mustBeFree, writeWhole } from './whole-file.ts';

type Streams = Output & { readonly stderr: { readonly isTTY?: boolean } };

/** `wirestep export FILE --to FORMAT`: the bytes in a form that other tools open. */
export function exportCommand(output: Streams = process): Command {
  return exportOptions().action(async (file: string | undefined, asked: Asked) => {
    process.exitCode = await exportRecording(file, asked, output);
  });
}

/** Makes the files; the exit code: 1 where that fails, 2 where it was asked for what cannot be. */
export async function exportRecording(
  file: string | undefined,
  asked: Asked,
  output: Streams,
): Promise<number> {
  return outcome(async () => {
    if (asked.list === true) await new Printer(output.stdout).write(formatList());
    else await run(file, asked, output);
  }, output.stderr);
}

async function run(file: string | undefined, asked: Asked, output: Streams): Promise<void> {
  const format = readFormat(asked);
  const { stdout, stderr } = output;
  if (asked.output === STDOUT && stdout.isTTY === true && format.binary) {
    throw new Misuse(`${format.id} is not for a terminal: pipe it, or name a file with -o.`);
  }
  const parsed = await opened(file, format);
  const { trace } = parsed;
  const scope = readScope(trace, asked);
  const part = fitting(() => partOf(trace, scope, { redact: asked.redact === true }));
  const files = await made(part, format, writerOptions(asked));
  const targets = await targetsOf(files, { out: asked.output, only: asked.only });
  if (asked.force !== true) {
    for (const { path } of targets) if (path !== STDOUT) await mustBeFree(path);
  }
  await writeAll(targets, part, asked, output);
  for (const line of damageLines(parsed)) stderr.write(line);
  if (asked.output !== STDOUT && (stderr.isTTY === true || format.id === 'lua')) {
    stderr.write(howToOpen(format, asked, targets));
  }
}

/** The recording; of what is the same for all, none is needed. */
async function opened(file: string | undefined, { id }: FormatInfo) {
  if (file !== undefined) return openFile(file);
  if (id === 'lua') return noRecording();
  throw new Misuse('Name the recording to export; - is stdin.');
}

async function made(part: Part, { id, options }: FormatInfo, wanted: ExportOptions) {
  const template = options.includes('template') ? { template: await page() } : {};
  try {
    return await exportFiles(part, id, { ...wanted, ...template });
  } catch (error) {
    if (error instanceof ExportError) throw new Failure(error.message, { cause: error });
    throw error;
  }
}

/** The page in one file, as the build made it. */
async function page(): Promise<string> {
  try {
    return await readFile(join(PAGE, 'single.html'), 'utf8');
  } catch (error) {
    const problem = 'The page is not built, and a replay needs it: npm run build.';
    throw new Failure(problem, { cause: error });
  }
}

async function writeAll(
  targets: readonly Target[],
  part: Part,
  { force: replace = false }: Asked,
  { stdout, stderr }: Streams,
): Promise<void> {
  const printer = new Printer(stdout);
  const progress = new Progress(stderr);
  try {
    for (const { file, path } of targets) {
      const onChunk = (): void => progress.at(file.name, part.done);
      if (path === STDOUT) {
        for await (const chunk of file.chunks()) {
          await printer.write(chunk);
          onChunk();
        }
        continue;
      }
      const chunks = () => file.chunks();
      await stoppable((stop) => writeWhole(path, chunks, { replace, stop, onChunk }));
      progress.end();
      await printer.write(`${path}\n`);
    }
  } finally {
    progress.end();
  }
}

function howToOpen({ id }: FormatInfo, asked: Asked, targets: readonly Target[]): string {
  const { words, command } = openingOf(id, asked.reversible === true);
  const name = basename(targets[0]?.path ?? '');
  return `${words}\n${command === undefined ? '' : `  ${command.replaceAll('FILE', name)}\n`}`;
}
