/** The options of `wirestep export`, and what they mean for one recording. */
import { Command, Option } from 'commander';
import { FORMATS, formatOf } from '../../src/export/formats.ts';
import type { ExportOptions, FormatInfo } from '../../src/export/formats.ts';
import type { Scope } from '../../src/export/part.ts';
import { parseMoment, ScopeError } from '../../src/export/scope.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { parseCount } from './options.ts';
import { Misuse } from './outcome.ts';
import { findThread } from './threads.ts';

export interface Asked {
  readonly to?: string;
  readonly output?: string;
  readonly force?: boolean;
  readonly only?: string;
  readonly connection?: number;
  readonly thread?: string;
  readonly from?: string;
  readonly toEvent?: string;
  readonly redact?: boolean;
  readonly reversible?: boolean;
  readonly asciicastVersion?: '2' | '3';
  readonly list?: boolean;
}

/** The command with its options and its help, but without what it does. */
export function exportOptions(): Command {
  return new Command('export')
    .description('take the bytes of a recording into the tools that you know')
    .argument('[file]', 'a recording, a capture or an strace log, gzipped or not; - for stdin')
    .addOption(new Option('--to <format>', 'what to make').choices(FORMATS.map(({ id }) => id)))
    .option('-o, --output <out>', 'the file to make, a folder (NAME/), or - for stdout')
    .option('--force', 'replace a file that is there')
    .option('--only <text>', 'of several files those with this in their name')
    .option('--connection <n>', 'only this connection', parseCount)
    .option('--thread <thread>', 'only this thread: T1, Thread-1, or its number')
    .option('--from <event>', 'from this event on: its number, or the text of a marker')
    .option('--to-event <event>', 'up to this event')
    .option('--redact', 'take out what was said and where: bytes, prints, addresses, paths, locals')
    .option('--reversible', 'hexdump: for xxd -r and text2pcap, a file a connection and direction')
    .addOption(new Option('--asciicast-version <n>', 'asciicast: 2, or 3').choices(['2', '3']))
    .option('--list', 'list the formats, with what they hold and what opens them')
    .addHelpText(
      'after',
      `
Without -o the file gets a name that sorts, in this folder; its path is printed. Nothing that is
there is overwritten without --force, and a file has its name only when it is whole.

Formats:
${shortList()}
Examples:
  wirestep export lesson.trace.jsonl --to pcapng -o - | wireshark -k -i -
  wirestep export lesson.trace.jsonl --to csv --connection 2 -o two.csv
  wirestep export lesson.trace.jsonl --to svg --from 'The server listens' --to-event 120
  wirestep export lesson.trace.jsonl --to hexdump --reversible -o dumps/
  wirestep export lesson.trace.jsonl --to html --redact
  wirestep export capture.pcapng --to jsonl
  wirestep export --to lua`,
    );
}

function shortList(): string {
  return FORMATS.map(({ id, name, opens }) => `  ${id.padEnd(10)} ${name}: ${opens}\n`).join('');
}

/** What `--list` prints. */
export function formatList(): string {
  return FORMATS.map(
    ({ id, name, about, opens }) => `${id.padEnd(10)} ${name}. ${about} Opened by ${opens}.\n`,
  ).join('');
}

/** @throws {Misuse} where no format is named, or an option is not one of it */
export function readFormat(asked: Asked): FormatInfo {
  const format = formatOf(asked.to ?? '');
  if (format === undefined) {
    const ids = FORMATS.map(({ id }) => id).join(', ');
    throw new Misuse(`Say with --to what to make: ${ids}.`);
  }
  const only = [
    ['--reversible', 'reversible', asked.reversible],
    ['--asciicast-version', 'version', asked.asciicastVersion],
  ] as const;
  for (const [option, name, value] of only) {
    if (value === undefined || format.options.includes(name)) continue;
    const of = FORMATS.find(({ options }) => options.includes(name))?.id ?? '';
    throw new Misuse(`${option} is for ${of} only, not for ${format.id}.`);
  }
  return format;
}

export function writerOptions({ reversible, asciicastVersion }: Asked): ExportOptions {
  return {
    ...(reversible === undefined ? {} : { reversible }),
    ...(asciicastVersion === undefined ? {} : { version: asciicastVersion === '3' ? 3 : 2 }),
  };
}

/** @throws {Misuse} where the trace has no such thread or moment */
export function readScope(trace: Trace, asked: Asked): Scope {
  const { connection, thread, from, toEvent } = asked;
  return fitting(() => ({
    ...(connection === undefined ? {} : { connection }),
    ...(thread === undefined ? {} : { thread: findThread(trace, thread) }),
    ...(from === undefined ? {} : { from: parseMoment(trace, from) }),
    ...(toEvent === undefined ? {} : { to: parseMoment(trace, toEvent) }),
  }));
}

/** Asks for a part that the recording does not have: that is misuse. */
export function fitting<T>(choose: () => T): T {
  try {
    return choose();
  } catch (error) {
    if (error instanceof ScopeError) throw new Misuse(error.message, { cause: error });
    throw error;
  }
}
