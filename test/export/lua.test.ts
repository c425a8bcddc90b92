import { describe, expect, test } from 'vitest';
import { join } from 'node:path';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { writeLua } from '../../src/export/lua.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { ZEROS } from '../../src/protocol/decimal.ts';
import { HEADER, traceOf } from '../trace/support.ts';
import type { Unnumbered } from '../trace/support.ts';
import { runPeer } from '../support/peers.ts';
import { captureOf, tshark, withCapture } from './captures.ts';
import { partOfTrace, recording, textOf } from './parts.ts';

const encoder = new TextEncoder();

/** What the dissector makes of each frame that the filter lets through. `scripted`: the trace that the
 *  dissector is exported with, where it is another. */
function dissect(
  trace: Trace,
  fields: readonly string[],
  filter = 'wirestep',
  more: readonly string[] = [],
  scripted = trace,
): readonly (readonly string[])[] {
  return withScript(scripted, (script) =>
    withCapture(captureOf(partOfTrace(trace)), (file) =>
      tshark(file, fields, filter, ['-X', `lua_script:${script}`, ...more]),
    ),
  );
}

/** Runs `work` with the path of the dissector that is exported with a trace. */
function withScript<T>(trace: Trace, work: (script: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'wirestep-lua-'));
  try {
    const script = join(folder, 'wirestep.lua');
    writeFileSync(script, textOf(writeLua(partOfTrace(trace))));
    return work(script);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What is sent on a connection, one send each: `>` by the client, `<` by the server. */
type Talk = readonly (readonly ['>' | '<', string | Uint8Array])[];

function talk(...chunks: Talk): Trace {
  return traceOf(talking([chunks]));
}

/** A connection for each, from the ports 40000 on. */
function talking(talks: readonly Talk[], port = 5050): Unnumbered[] {
  return talks.flatMap((chunks, n): Unnumbered[] => {
    const [client, server] = [10 + 2 * n, 11 + 2 * n];
    const offsets = { '>': 0, '<': 0 };
    const ends = { local: ['127.0.0.1', 40_000 + n], peer: ['127.0.0.1', port] } as const;
    return [
      { kind: 'connection', program: 2, thread: client, socket: client, accepted: server, ...ends },
      ...chunks.map(([way, content]): Unnumbered => {
        const socket = way === '>' ? client : server;
        const bytes = typeof content === 'string' ? encoder.encode(content) : content;
        const offset = offsets[way];
        offsets[way] += bytes.length;
        const who = { program: way === '>' ? 2 : 1, thread: socket, socket, fd: 0 };
        return { kind: 'send', ...who, len: bytes.length, offset, bytes };
      }),
    ];
  });
}

const header = (text: string | number) => String(text).padEnd(64);
const MESSAGE = ['digits', 'length', 'payload', 'characters', 'goodbye'].map(
  (one) => `wirestep.${one}`,
);
const whole = 'wirestep.length';

describe('a message', () => {
  test('in two sends is put together, and its header is shown where it stands', () => {
    const trace = talk(['>', header(12)], ['>', 'Hello World!']);
    const rows = dissect(trace, ['frame.packet_id', 'wirestep.missing', ...MESSAGE]);
    expect(rows).toEqual([['3', '', '12', '12', 'Hello World!', '12', '0']]);
    const padding = dissect(trace, ['wirestep.padding', 'wirestep.header']);
    expect(padding).toEqual([['20'.repeat(62), Buffer.from(header(12)).toString('hex')]]);
  });

  test('is found though it is split anywhere: in its header, in its payload, byte by byte', () => {
    const message = `${header(5)}Hello`;
    const halves = [1, 2, 63, 64, 66].map((at) => [message.slice(0, at), message.slice(at)]);
    const bytes = Array.from(message);
    const ways = [...halves, bytes].map((parts) => parts.map((part) => ['>', part] as const));
    const rows = dissect(traceOf(talking(ways)), MESSAGE, whole);
    expect(rows).toEqual(ways.map(() => ['5', '5', 'Hello', '5', '0']));
  });

  test('is found among others in one send, the last of them cut', () => {
    const two = `${header(5)}Hello${header(0)}${header(11)}!DISCONNECT${header(3)}By`;
    const rows = dissect(talk(['>', two], ['>', 'e']), MESSAGE, whole);
    expect(rows).toEqual([
      ['5|0|11|3', '5|0|11', 'Hello|!DISCONNECT', '5|11', '0|1'],
      ['3', '3', 'Bye', '3', '0'],
    ]);
  });

  test('longer than a segment comes whole', () => {
    const long = 'x'.repeat(4_000);
    const rows = dissect(talk(['>', header(4_000) + long]), ['wirestep.payload'], whole);
    expect(rows).toEqual([[long]]);
  });

  test('whose characters are not as many as its bytes says so', () => {
    const rows = dissect(
      talk(['>', `${header(16)}Grüße ☕ für`]),
      ['wirestep.length', 'wirestep.characters', 'wirestep.payload', '_ws.expert.message'],
      'wirestep.expert.characters',
    );
    expect(rows).toEqual([
      ['16', '11', 'Grüße ☕ für', expect.stringContaining('16 bytes are 11 characters')],
    ]);
  });

  test('that is not UTF-8 says so', () => {
    const bytes = Uint8Array.of(...encoder.encode(header(2)), 0xc3, 0x28);
    expect(dissect(talk(['>', bytes]), [whole], 'wirestep.expert.not_utf8')).toEqual([['2']]);
  });

  test('that says goodbye is an event of the sequence', () => {
    const trace = talk(['>', `${header(11)}!DISCONNECT`], ['>', `${header(10)}DISCONNECT`]);
    expect(dissect(trace, ['frame.packet_id'], 'wirestep.expert.goodbye')).toEqual([['2']]);
  });
});

describe('a header', () => {
  test('is a number where Python’s int() takes it for one', () => {
    const numbers = [
      ...(['  12  |12', '+3|3', '1_2|12', '003|3', '-0|0', '\t3\n|3', '٣|3'] as const),
      ...(['\u20033\u3000|3', '०५|5'] as const),
    ].map((line) => line.split('|'));
    const talks = numbers.map(([text = '', length]): Talk => {
      const padding = ' '.repeat(64 - encoder.encode(text).length);
      return [['>', text + padding + 'x'.repeat(Number(length))]];
    });
    const rows = dissect(traceOf(talking(talks)), [whole, 'wirestep.payload'], whole);
    expect(rows).toEqual(numbers.map(([, length]) => [length, 'x'.repeat(Number(length))]));
  });

  test('is bad where int(), or recv() with what it gives, fails; what is behind is told apart', () => {
    const none = ['twelve', '1 2', '1__2', '1_', '_1', '+', '0x10', '\x1c3', '1_٣_'];
    const faults = [
      ...none.map((text) => [text, 'not a number: int() fails']),
      ['', 'nothing but white space: int() fails'],
      ['-1', 'negative: recv() fails'],
      ['9223372036854775808', 'longer than recv() can be asked for'],
      ['9'.repeat(60), 'longer than recv() can be asked for'],
      ['9223372036854775807', 'longer than Wireshark waits for'],
    ] as const;
    const talks = faults.map(([text = '']): Talk => {
      const padding = ' '.repeat(64 - encoder.encode(text).length);
      return [
        ['>', `${text}${padding}tail`],
        ['>', header(2)],
      ];
    });
    const rows = dissect(traceOf(talking(talks)), ['wirestep.header.bad', 'wirestep.rest']);
    const hex = (text: string) => Buffer.from(text).toString('hex');
    expect(rows).toEqual(
      faults.flatMap(([, fault]) => [
        [fault, hex('tail')],
        ['', hex(header(2))],
      ]),
    );
  });

  test('that is not UTF-8 is bad', () => {
    const bytes = encoder.encode(header(3));
    bytes[5] = 0xff;
    const rows = dissect(talk(['>', bytes]), ['wirestep.header.bad', '_ws.expert.severity']);
    expect(rows[0]?.[0]).toBe('not UTF-8: decode() fails');
  });

  test('that is bad ends its own direction of its own stream only', () => {
    const trace = talk(['>', header('no')], ['<', 'Msg received'], ['>', header(2)]);
    const rows = dissect(trace, ['wirestep.header.bad', 'wirestep.reply', 'wirestep.rest']);
    expect(rows.map(([bad, reply]) => bad || reply || 'rest')).toEqual([
      'not a number: int() fails',
      'Msg received',
      'rest',
    ]);
  });

  test('that promises more than ever comes is shown with what is missing', () => {
    const trace = talk(['>', header(1_000_000)], ['>', 'Hello World!']);
    // Where a message never ends, Wireshark shows its beginning in the first pass only.
    const text = withScript(trace, (script) =>
      withCapture(captureOf(partOfTrace(trace)), (file) => {
        const args = [
          '-r',
          file,
          '-X',
          `lua_script:${script}`,
          '-Y',
          'wirestep.missing',
          '-T',
          'fields',
        ];
        return runPeer('tshark', [...args, '-e', 'wirestep.digits', '-e', 'wirestep.missing']);
      }),
    );
    expect(text.toString()).toBe('1000000\t1000000\n');
  });
});

describe('a reply', () => {
  test('has no header', () => {
    const rows = dissect(
      talk(['>', `${header(2)}Hi`], ['<', 'Msg received']),
      ['wirestep.reply'],
      'wirestep.reply',
    );
    expect(rows).toEqual([['Msg received']]);
  });

  test('has one where the server says so when it begins', () => {
    const start: Unnumbered = {
      kind: 'prog.start',
      program: 1,
      name: 'server',
      role: 'server',
      argv: [],
      framed_replies: true,
    };
    const answered = [
      ['>', `${header(2)}Hi`],
      ['<', `${header(12)}Msg received`],
    ] as const;
    const rows = dissect(traceOf([start, ...talking([answered])]), MESSAGE, whole);
    expect(rows.at(-1)).toEqual(['12', '12', 'Msg received', '12', '0']);
  });

  test('has one where the preference says so', () => {
    const trace = talk(['<', `${header(12)}Msg received`]);
    const framed = ['-o', 'wirestep.framed_replies:TRUE'];
    expect(dissect(trace, ['wirestep.payload'], whole, framed)).toEqual([['Msg received']]);
  });
});

describe('the ports', () => {
  const trace = talk(['>', `${header(2)}Hi`]);

  test('are 5050 and those of the recording', () => {
    const text = textOf(writeLua(partOfTrace(recording('lessons/presets/reset.trace.jsonl'))));
    expect(text).toContain('Pref.range("TCP ports", "5050,51257"');
    expect(textOf(writeLua(partOfTrace(trace)))).toContain('Pref.range("TCP ports", "5050"');
  });

  test('are a preference', () => {
    expect(dissect(trace, [whole], 'wirestep', ['-o', 'wirestep.ports:5890'])).toEqual([]);
  });

  test('can be any other by Decode As', () => {
    const other = traceOf(talking([[['>', `${header(2)}Hi`]]], 5890));
    expect(dissect(other, [whole], 'wirestep', [], trace)).toEqual([]);
    const decoded = ['-d', 'tcp.port==5890,wirestep'];
    expect(dissect(other, [whole], 'wirestep', decoded, trace)).toEqual([['2']]);
  });
});

test('a lesson’s export is dissected with the dissector that is exported with it', () => {
  const lesson = recording('lessons/02-three-messages/trace.jsonl');
  const rows = dissect(
    lesson,
    ['wirestep.payload', 'wirestep.reply'],
    'wirestep.length || wirestep.reply',
  );
  expect(rows.map(([payload, reply]) => payload || `< ${reply}`)).toEqual([
    'Hello World!',
    '< Msg received',
    'Hello World Second Message!',
    '< Msg received',
    'Hello World Third Message!',
    '< Msg received',
    '!DISCONNECT',
    '< Msg received',
  ]);
});

test('the text says where to put it, and takes the header’s size and the digits from the project', () => {
  const trace = traceOf([], { ...HEADER, protocol: { ...HEADER.protocol, header_bytes: 32 } });
  const text = textOf(writeLua(partOfTrace(trace)));
  expect(text).toContain('Personal Lua Plugins');
  expect(text).toContain('local HEADER = 32\n');
  expect(text).toContain(ZEROS.join(', '));
  expect(text).not.toMatch(/@[A-Z]+@/);
});
