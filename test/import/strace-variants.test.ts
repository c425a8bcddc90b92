/** The same run, written in every way in which strace may write it, is the same trace. */
import { describe, expect, test } from 'vitest';
import { eventsOf, happenings, open, REAL_LOGS, realLog } from './strace-log.ts';

/** Writes a log in another way. */
type Variation = (log: string) => string;

const TEXT = /"((?:\\x[0-9a-f]{2})*)"/g;
const bytesIn = (text: string) =>
  [...text.matchAll(/\\x(..)/g)].map(([, two]) => parseInt(two ?? '', 16));
const textsAs =
  (write: (byte: number, next: number | undefined) => string): Variation =>
  (log) =>
    log.replace(TEXT, (_, text: string) => {
      const bytes = bytesIn(text);
      return `"${bytes.map((byte, n) => write(byte, bytes[n + 1])).join('')}"`;
    });
const NAMED: Readonly<Record<number, string>> = {
  9: '\\t',
  10: '\\n',
  13: '\\r',
  34: '\\"',
  92: '\\\\',
};
const isPlain = (byte: number) => byte >= 0x20 && byte <= 0x7e && byte !== 34 && byte !== 92;
const isOctal = (byte: number | undefined) => byte !== undefined && byte >= 0x30 && byte <= 0x37;

/** How bytes may be written: with -xx, with -x, without. */
const ESCAPES: Readonly<Record<string, Variation>> = {
  '-xx': (log) => log,
  'hexadecimal where due': textsAs((byte) =>
    isPlain(byte) ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`,
  ),
  'octal where due': textsAs((byte, next) => {
    if (isPlain(byte)) return String.fromCharCode(byte);
    const octal = byte.toString(8);
    return NAMED[byte] ?? `\\${isOctal(next) ? octal.padStart(3, '0') : octal}`;
  }),
  'capital digits': textsAs((byte) => `\\x${byte.toString(16).padStart(2, '0').toUpperCase()}`),
};

const perLine =
  (change: (line: string) => string): Variation =>
  (log) =>
    log.split('\n').map(change).join('\n');
const HEAD = /^(\d+) +(\d+\.\d+) /;

/** How a line may begin. */
const HEADS: Readonly<Record<string, Variation>> = {
  '-o': (log) => log,
  '[pid N]': perLine((line) => line.replace(HEAD, '[pid $1] $2 ')),
  '[pid  N] in columns': perLine((line) => line.replace(HEAD, '[pid  $1] $2 ')),
  '-Y': perLine((line) => line.replace(HEAD, '$1<python3> $2 ')),
  '-i': perLine((line) => line.replace(HEAD, '$1 $2 [00007f3352128dc7] ')),
  nanoseconds: perLine((line) => line.replace(HEAD, '$1 $2000 ')),
};

/** What else may be in a log. */
const ASIDES: Readonly<Record<string, Variation>> = {
  nothing: (log) => log,
  '-y': perLine((line) =>
    line.replace(/(recvfrom|sendto|accept4|listen)\((\d+)/, '$1($2<socket:[5257374]>'),
  ),
  '-k': perLine((line) =>
    line.endsWith(' = 0') ? `${line}\n > /usr/lib/libc.so.6(+0x7) [0x10adc7]` : line,
  ),
  'attached threads': (log) => `strace: Process 7 attached\n${log}`,
  'calls of other kinds': perLine((line) =>
    HEAD.test(line) && line.endsWith(' = 0')
      ? `${line}\n${HEAD.exec(line)?.[0]}poll([{fd=3, events=POLLIN}], 1, 2000) = 1 ([{fd=3, revents=POLLIN}])`
      : line,
  ),
};

/** The log whose lines have the plainest form, so that all others can be made of it. */
const BASES = ['together', 'calls'] as const;
const all = Object.entries(ESCAPES).flatMap(([escapes, write]) =>
  Object.entries(HEADS).flatMap(([heads, begin]) =>
    Object.entries(ASIDES).map(([asides, add]) => ({
      title: `${escapes}, ${heads}, ${asides}`,
      vary: (log: string) => write(begin(add(log))),
    })),
  ),
);

describe.each(BASES)('%s.strace', (name) => {
  const expected = happenings(open(realLog(name)));

  test('is whole', () => {
    expect(expected.length).toBeGreaterThan(80);
    expect(open(realLog(name)).damage).toEqual([]);
  });

  test.each(all)('$title: the same events', ({ vary }) => {
    const varied = open(vary(realLog(name)));
    expect(varied.damage).toEqual([]);
    expect(happenings(varied)).toEqual(expected);
  });
});

/** What is the same in every run of the three-message client: neither ports nor the order between
 *  threads is. */
function conversation(name: string): readonly string[] {
  const { trace } = open(realLog(name)).parsed;
  const client = trace.ofKind('connect.ret')[0] ?? -1;
  const of = trace.ofSocket(trace.sockets[client] ?? 0);
  return eventsOf({ trace } as Parameters<typeof eventsOf>[0])
    .filter((_, position) => of.includes(position))
    .map((event) =>
      event
        .replaceAll(/\b\d{4,5}\b/g, 'PORT')
        .replace(/ cut=\d+/, '')
        .replace(/ +"/, '"'),
    );
}

test.each(REAL_LOGS.filter((name) => name !== 'calls'))(
  '%s.strace, recorded with other options, has the same conversation without damage',
  (name) => {
    expect(open(realLog(name)).damage).toEqual([]);
    expect(conversation(name)).toEqual(conversation('together'));
    expect(conversation(name)).toHaveLength(29);
  },
);

test('with -s 32 the padding of headers is not recorded, and what is recorded is right', () => {
  const { trace } = open(realLog('short')).parsed;
  const sends = [...trace.ofKind('send')].map((position) => trace.at(position));
  const cut = sends.filter((event) => event.kind === 'send' && event.cut === 32);
  expect(cut).toHaveLength(4);
  expect(
    sends.every(
      (event) => event.kind === 'send' && event.bytes.length + (event.cut ?? 0) === event.len,
    ),
  ).toBe(true);
});
