import { Command } from 'commander';
import type { ParsedTrace } from '../../src/trace/parse.ts';
import { visible } from '../../src/trace/visible.ts';
import { growingFile, growingTrace, untilStopped } from './follow.ts';
import { Failure, isClosed, Misuse, outcome } from './outcome.ts';
import { openFile, openProblem, STDIN } from './open-file.ts';
import { parseCount } from './options.ts';
import type { Output } from './output.ts';
import { ShowPrint } from './show-print.ts';
import type { PrintOptions } from './show-print.ts';
import { stoppable } from './stoppable.ts';

/** `wirestep show FILE`: a recording as a readable call log. */
export function showCommand(output: Output = process): Command {
  return new Command('show')
    .description('print a recording as a readable call log')
    .argument('<file>', 'a recording, a capture or an strace log, gzipped or not; - for stdin')
    .option('--thread <thread>', 'only this thread: T1, Thread-1, or its number')
    .option('--connection <n>', 'only this connection', parseCount)
    .option(
      '--kind <kinds>',
      'only these kinds, with commas: recv,send; recv.err: recvs that failed',
    )
    .option('--grep <text>', 'only lines with this text, in upper or lower case; or /pattern/flags')
    .option('--bytes <bytes>', 'only sends and recvs with these bytes: "0d 0a", 0x0d0a, or a text')
    .option('--follow', 'print every new line of a recording that is still being written')
    .option('--json', 'one JSON object a line')
    .option('--color', 'in colours, also into a pipe or a file')
    .option('--no-color', 'without colours')
    .addHelpText(
      'after',
      `
A line is a call with its result and, in <>, how long it took, in the order in which the calls were
entered; "= ?": it had not returned. Where several filters are given, all of them must hold. Bytes
that two chunks share are found too, at the second. Damage is reported on stderr.

--follow waits for the file where it is not there yet, gives the line of a call that waits at once
and again when it has returned, and ends when the recording is closed, or with Ctrl-C.

--json: seq, at (ns since the recording began), time, who, thread, text, duration (ns), event, and
answer where the call returned; their fields are named as in src/trace/format.ts, bytes are hex.

Examples:
  wirestep show lesson.trace.jsonl | less
  wirestep show lesson.trace.jsonl --thread T1 --kind recv,send
  wirestep show lesson.trace.jsonl --bytes '!DISCONNECT'
  wirestep show lesson.trace.jsonl --grep '/= -1 E/'
  wirestep show --follow mine.trace.jsonl
  wirestep show --json lesson.trace.jsonl | jq -r 'select(.duration > 1e6) | .text'
  tshark -r capture.pcapng -w - | wirestep show -`,
    )
    .action(async (file: string, options: PrintOptions) => {
      process.exitCode = await show(file, options, output);
    });
}

/** Prints the log; the exit code: 1 where the file cannot be read or is no recording, 2 where a
 *  filter does not fit it. */
export async function show(file: string, options: PrintOptions, output: Output): Promise<number> {
  const run = options.follow === true ? follow : showOnce;
  return outcome(() => run(file, options, output), output.stderr);
}

async function showOnce(file: string, options: PrintOptions, output: Output): Promise<void> {
  const print = new ShowPrint(options, output);
  const parsed = await openFile(file);
  print.mustFit(parsed.trace);
  await print.more(parsed);
  print.end(parsed);
}

async function follow(file: string, options: PrintOptions, output: Output): Promise<void> {
  const print = new ShowPrint(options, output);
  const onWait = (): void => {
    output.stderr.write(`${visible(file)} is not there yet: waiting for it, Ctrl-C ends.\n`);
  };
  try {
    await stoppable(async (stop) => {
      const chunks =
        file === STDIN ? untilStopped(process.stdin, stop) : growingFile(file, { stop, onWait });
      let last: ParsedTrace | undefined;
      for await (const parsed of growingTrace(chunks, stop)) {
        if (parsed.ended) print.mustFit(parsed.trace);
        await print.more(parsed);
        last = parsed;
      }
      if (last !== undefined && !stop.aborted) print.end(last);
    });
  } catch (error) {
    if (error instanceof Misuse || error instanceof Failure || isClosed(error)) throw error;
    throw new Failure(openProblem(file, error), { cause: error });
  }
}
