/** What `wirestep show` prints of a recording, in one piece or as it grows. */
import pc from 'picocolors';
import { aboutPart } from '../../src/export/about.ts';
import { partOf } from '../../src/export/scope.ts';
import { formatLogLine } from '../../src/narration/call-log.ts';
import type { LogLine } from '../../src/narration/call-log.ts';
import type { ParsedTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { visible } from '../../src/trace/visible.ts';
import { damageLines } from './damage.ts';
import { Misuse } from './outcome.ts';
import { Printer, wantsColours } from './output.ts';
import type { Output } from './output.ts';
import type { Wanted } from './show-filter.ts';
import { colouredLine, jsonLine } from './show-lines.ts';
import { ShowLog } from './show-log.ts';

/** Characters that are written together: one write a line would be slow. */
const BATCH = 64 * 1024;

export interface PrintOptions extends Wanted {
  readonly json?: boolean;
  /** Asked for, or not wanted; absent: as the terminal and the environment say. */
  readonly color?: boolean;
  /** The recording may still grow. */
  readonly follow?: boolean;
}

export class ShowPrint {
  readonly #options: PrintOptions;
  readonly #output: Output;
  readonly #log: ShowLog;
  readonly #printer: Printer;
  #begun = false;

  constructor(options: PrintOptions, output: Output) {
    this.#options = options;
    this.#output = output;
    this.#log = new ShowLog(options);
    this.#printer = new Printer(output.stdout);
  }

  /** @throws {Misuse} where the trace has no such thread or connection */
  mustFit(trace: Trace): void {
    this.#log.grow(trace);
    const { missing } = this.#log;
    if (missing !== undefined) throw new Misuse(missing);
  }

  /** Prints what has not been printed yet. */
  async more(parsed: ParsedTrace): Promise<void> {
    const { json = false, color, follow = false } = this.#options;
    const colours = pc.createColors(wantsColours(color, this.#output.stdout.isTTY === true));
    const write = this.#writer(parsed.trace, colours, json);
    this.#log.grow(parsed.trace);
    const head = this.#begun || json ? [] : headLines(parsed, follow);
    let batch = head.map((line) => `${colours.dim(line)}\n`).join('');
    this.#begun = true;
    for (const line of this.#log.lines()) {
      batch += `${write(line)}\n`;
      if (batch.length < BATCH) continue;
      await this.#printer.write(batch);
      batch = '';
    }
    await this.#printer.write(batch);
  }

  /** Says what is wrong with the recording. */
  end(parsed: ParsedTrace): void {
    for (const line of damageLines(parsed)) this.#output.stderr.write(line);
  }

  #writer(trace: Trace, colours: ReturnType<typeof pc.createColors>, json: boolean) {
    if (json) return (line: LogLine): string => jsonLine(line, trace);
    return colours.isColorSupported
      ? (line: LogLine): string => colouredLine(line, colours)
      : formatLogLine;
  }
}

function headLines({ trace, ended }: ParsedTrace, follow: boolean): readonly string[] {
  const { title, epoch_ns, host, detail, imported } = trace.header;
  const began = new Date(Number(BigInt(epoch_ns) / 1_000_000n));
  const date = Number.isNaN(began.getTime()) ? 'at an unknown time' : began.toISOString();
  const count = `${trace.stops.length} events${follow && !ended ? ' so far' : ''}`;
  // Of an imported file nobody knows the machine.
  const where = imported === undefined ? ` on ${host.os} ${host.arch}, detail ${detail}` : '';
  const first = visible(`${title}: ${count}, recorded ${date}${where}`);
  return [first, ...aboutPart(partOf(trace, {}))].map((line) => `# ${line}`);
}
