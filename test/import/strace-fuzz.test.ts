/** Whatever a log is: it opens, or is refused by the one error; never anything else, and soon. */
import { expect, test } from 'vitest';
import { importStrace } from '../../src/import/strace.ts';
import { ImportError } from '../../src/trace/import-error.ts';
import { OWN } from '../../src/trace/limits.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { writeLine } from '../../src/trace/write.ts';
import { encode } from '../trace/support.ts';
import { happenings, hex, logOf, open, REAL_LOGS, realLog } from './strace-log.ts';
import type { Opened } from './strace-log.ts';

const RUNS = Number(process.env['WIRESTEP_FUZZ'] ?? 1000);
const SEED = Number(process.env['WIRESTEP_SEED'] ?? 20_261_123);

/** Numbers that look random and are the same each time (xorshift32). */
function dice(seed: number): (sides: number) => number {
  let state = seed | 0 || 1;
  return (sides) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % sides;
  };
}

type Mutation = (lines: string[], roll: (sides: number) => number) => void;
const WORDS = [
  '<unfinished ...>', '<... recvfrom resumed>', ') = 1000000000', '"...', '"', '\\', '\\x', '(', ')', '[', '{',
  ', ', ' = ?', ' = -1 EAGAIN (x)', '999999999999999999', '-1', '+++ exited with 0 +++', '\u0000', '<', '>', '->',
  'clone3({flags=CLONE_THREAD}, 88) = 7', '1795422677.5 ', '[pid 7] ', 'MSG_PEEK', 'NULL', '__proto__', 'constructor',
]; // prettier-ignore
const at = (line: string, roll: (sides: number) => number) => roll(line.length + 1);

const MUTATIONS: readonly Mutation[] = [
  (lines, roll) => lines.splice(roll(lines.length), 1 + roll(5)),
  (lines, roll) => {
    const n = roll(lines.length);
    lines.splice(roll(lines.length), 0, lines[n] ?? '');
  },
  (lines, roll) => {
    const [m, n] = [roll(lines.length), roll(lines.length)];
    [lines[m], lines[n]] = [lines[n] ?? '', lines[m] ?? ''];
  },
  (lines, roll) => change(lines, roll, (line) => line.slice(0, at(line, roll))),
  (lines, roll) => change(lines, roll, (line) => line.slice(at(line, roll))),
  (lines, roll) =>
    change(lines, roll, (line) => {
      const place = at(line, roll);
      return line.slice(0, place) + String.fromCharCode(roll(256)) + line.slice(place + 1);
    }),
  (lines, roll) =>
    change(lines, roll, (line) => {
      const place = at(line, roll);
      return line.slice(0, place) + (WORDS[roll(WORDS.length)] ?? '') + line.slice(place + roll(4));
    }),
  (lines, roll) => change(lines, roll, (line) => line.replace(/\b\d+\b/, String(roll(2 ** 31)))),
  (lines, roll) => change(lines, roll, (line) => line.replace(/^\d+/, String(roll(20)))),
];

function change(
  lines: string[],
  roll: (sides: number) => number,
  by: (line: string) => string,
): void {
  const n = roll(lines.length);
  lines[n] = by(lines[n] ?? '');
}

const bases = REAL_LOGS.map((name) => realLog(name).split('\n'));

function mutated(seed: number): Uint8Array {
  const roll = dice(seed);
  const lines = [...(bases[roll(bases.length)] ?? [])];
  for (let n = 1 + roll(6); n > 0; n--) MUTATIONS[roll(MUTATIONS.length)]?.(lines, roll);
  return Uint8Array.from(lines.join('\n'), (letter) => letter.charCodeAt(0));
}

test(
  `of ${RUNS} damaged logs each opens as a trace without a fault, or is refused (seed ${SEED})`,
  () => {
    let opened = 0;
    for (let n = 0; n < RUNS; n++) {
      const bytes = mutated(SEED + n * 7919);
      try {
        const { trace, damage, damaged } = importStrace(bytes);
        const parsed = parseTrace(trace, OWN);
        expect([n, parsed.damage]).toEqual([n, []]);
        expect(damaged).toBeGreaterThanOrEqual(damage.length);
        for (const { byte, line } of damage) {
          expect(byte).toBeLessThan(bytes.length);
          expect(line === 1 || bytes[byte - 1] === 0x0a).toBe(true);
        }
        for (let position = 0; position < parsed.trace.length; position++)
          parsed.trace.at(position);
        opened++;
      } catch (error) {
        if (!(error instanceof ImportError)) throw new Error(`run ${n}`, { cause: error });
      }
    }
    console.log(`${opened} of ${RUNS} damaged logs opened, the others were refused; seed ${SEED}`);
    expect(opened).toBeGreaterThan(RUNS * 0.9);
  },
  60_000 + RUNS * 60,
);

test('every whole line before the damage is there, as it was', () => {
  const whole = open(realLog('together'));
  const lines = realLog('together').split('\n');
  for (const cut of [25, 40, 60, 80, lines.length - 1]) {
    const part = open([...lines.slice(0, cut), '%%%', ...lines.slice(cut + 1)].join('\n'));
    const before = named(open(`${lines.slice(0, cut).join('\n')}\n`));
    expect(part.damage[0]).toContain(`line ${cut + 1}: `);
    expect(named(part).slice(0, before.length)).toEqual(before);
    expect(named(whole).slice(0, before.length)).toEqual(before);
  }
});

/** What comes later is known where the log goes on: the client's port, what a recv asked for. */
function named(opened: Opened): readonly string[] {
  return happenings(opened).map((event) =>
    event.replace(/ max=\d+/, '').replace(/(connect.ret .*)local=\S+/, '$1'),
  );
}

/** A socket, then lines of one kind. */
const ADDRESS = `{sa_family=AF_INET, sin_port=htons(5050), sin_addr=inet_addr(${hex('127.0.0.1')})}`;
const SOCKET = ['7 socket(AF_INET, SOCK_STREAM, 0) = 3', `7 connect(3, ${ADDRESS}, 16) = 0`];
const start = logOf(...SOCKET);
const line = (text: string) => `7  1795422678.000000 ${text}\n`;
const MIB = 1024 * 1024;

test.each([
  [
    'a length of 1 GB that nothing is behind',
    start + line('recvfrom(3, "ab"..., 1000000000, 0, NULL, NULL) = 1000000000'),
  ],
  [
    'a thousand times the largest number',
    start +
      line('recvfrom(3, "a"..., 9007199254740991, 0, NULL, NULL) = 9007199254740991').repeat(1000),
  ],
  ['a line without end', start + '7  1795422678.000000 write(1, "'.padEnd(32 * MIB, 'a')],
  ['a line that is too long', `${start}${line(`write(1, "${'a'.repeat(8 * MIB)}", 1) = 1`)}`],
  ['brackets in brackets', start + line(`sendmsg(3, ${'['.repeat(2 * MIB)}, 0) = 1`)],
  [
    'a message of many pieces',
    start + line(`sendmsg(3, {msg_iov=[${'{iov_base="a", iov_len=1}, '.repeat(50_000)}]}, 0) = 1`),
  ],
  ['millions of empty lines', start + '\n'.repeat(16 * MIB)],
  [
    'many thousands of threads',
    start +
      Array.from({ length: 20_000 }, (_, n) => line(`clone(flags=CLONE_THREAD) = ${n + 100}`)).join(
        '',
      ),
  ],
  [
    'processes of processes',
    start + Array.from({ length: 20_000 }, (_, n) => line(`fork() = ${n + 100}`)).join(''),
  ],
  [
    'very many descriptors',
    start +
      Array.from({ length: 20_000 }, (_, n) =>
        line(`socket(AF_UNIX, SOCK_STREAM, 0) = ${n + 10}`),
      ).join(''),
  ],
  ['calls that never end', start + line('recvfrom(3,  <unfinished ...>').repeat(20_000)],
  [
    'names like those of objects',
    start + line('__proto__(3) = 0') + line('constructor("x") = 1') + line('toString() = 0'),
  ],
])(
  '%s: opened or refused within seconds, its socket before it shown',
  (_, log) => {
    const bytes = encode(log);
    const begun = performance.now();
    const opened = open(bytes);
    expect(performance.now() - begun).toBeLessThan(15_000);
    expect(opened.events).toContain('p1 th1 socket.ret s=1 fd=3 re=socket');
    expect(opened.parsed.trace.bytes.length).toBeLessThan(256 * MIB);
  },
  60_000,
);

test('a trace that would be larger than the limit is cut, and it is said', () => {
  const log = encode(start + line('sendto(3, "abcdefghij", 10, 0, NULL, 0) = 10').repeat(5000));
  const limits = { ...OWN, bytes: 100_000 };
  const { trace, damage } = importStrace(log, limits);
  expect(trace.length).toBeLessThanOrEqual(100_000);
  expect(damage.at(-1)?.reason).toBe('the trace of it has more bytes than the limit is: 100000');
  const parsed = parseTrace(trace, OWN);
  expect(parsed).toMatchObject({ damaged: 0, ended: false, torn: 0 });
  expect(writeLine(parsed.trace.at(parsed.trace.length - 1))).toContain('"k":"send');
});
