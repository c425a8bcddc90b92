import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { createCallLog, formatLogLine } from '../../src/narration/call-log.ts';
import { OWN } from '../../src/trace/limits.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { ParsedTrace } from '../../src/trace/parse.ts';
import { ImportError } from '../../src/trace/import-error.ts';
import { visible } from '../../src/trace/visible.ts';

/** More damaged lines than this are only counted. */
const MOST_DAMAGE = 20;
/** Lines that are written together: one write a line would be slow. */
const BATCH = 1000;

/** Where the command writes; `process` in earnest. */
export interface Output {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** `wirestep show FILE`: a trace as a readable call log. */
export function showCommand(output: Output = process): Command {
  return new Command('show')
    .description('print a recording as a readable call log')
    .argument('<file>', 'the recording, a *.trace.jsonl')
    .addHelpText('after', '\nExample:\n  wirestep show lesson.trace.jsonl | less')
    .action(async (file: string) => {
      process.exitCode = await show(file, output);
    });
}

/** Prints the log; the exit code: 1 where the file cannot be read or is no trace. */
export async function show(file: string, { stdout, stderr }: Output): Promise<number> {
  const parsed = await open(file);
  if (typeof parsed === 'string') {
    stderr.write(`${parsed}\n`);
    return 1;
  }
  const { trace } = parsed;
  const log = createCallLog(trace);
  stdout.write(`${headLine(parsed)}\n`);
  let lines = '';
  for (let position = 0; position < trace.length; position++) {
    const line = log.line(position);
    if (line !== undefined) lines += `${formatLogLine(line)}\n`;
    if (position % BATCH < BATCH - 1) continue;
    stdout.write(lines);
    lines = '';
  }
  stdout.write(lines);
  for (const report of reports(parsed)) stderr.write(`${report}\n`);
  return 0;
}

/** The trace, or one sentence why there is none. */
async function open(file: string): Promise<ParsedTrace | string> {
  try {
    return parseTrace(await readFile(file), OWN);
  } catch (error) {
    const name = visible(file);
    if (error instanceof ImportError) return `${name} cannot be shown: ${visible(error.reason)}.`;
    if (isSystemError(error)) return `${name} cannot be read: ${reasonOf(error.code)}.`;
    throw error;
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

function reasonOf(code: string): string {
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  return code === 'EACCES' ? 'permission denied' : code;
}

function headLine({ trace }: ParsedTrace): string {
  const { title, epoch_ns, host, detail } = trace.header;
  const began = new Date(Number(BigInt(epoch_ns) / 1_000_000n));
  const date = Number.isNaN(began.getTime()) ? 'at an unknown time' : began.toISOString();
  const count = `${trace.stops.length} events`;
  return visible(
    `# ${title}: ${count}, recorded ${date} on ${host.os} ${host.arch}, detail ${detail}`,
  );
}

/** What is wrong with the trace, a sentence each. */
function* reports({ damage, damaged, torn, ended, trace }: ParsedTrace): Iterable<string> {
  for (const { line, byte, reason } of damage.slice(0, MOST_DAMAGE)) {
    yield `line ${line}, byte ${byte}: ${visible(reason)}`;
  }
  if (damaged > MOST_DAMAGE) yield `and ${damaged - MOST_DAMAGE} more places that are damaged`;
  if (torn > 0) yield `the last ${torn} bytes are a line that was cut off`;
  if (!ended) yield `the recording was not closed: it ends after event ${trace.seqs.at(-1) ?? 0}`;
}
