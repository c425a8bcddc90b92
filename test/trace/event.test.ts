import { expect, test } from 'vitest';
import { checkEvent, copyEvent } from '../../src/trace/event.ts';
import { FieldError } from '../../src/trace/fields.ts';
import type { Fields } from '../../src/trace/fields.ts';
import { KINDS } from '../../src/trace/format.ts';
import type { Kind } from '../../src/trace/format.ts';
import { writeLine } from '../../src/trace/write.ts';

const P = '"p":1';
const TH = `${P},"th":2`;
const S = `${TH},"s":3,"fd":4`;
const RE = `${S},"re":5`;
const ERR = '"re":5,"name":"ECONNRESET","number":104,"message":"reset"';
const PLACE = '"f":1,"l":7,"fn":"main"';

/** One whole line of every kind, but for `i`, `t` and `k`. */
const LINES: Readonly<Record<Kind, string>> = {
  file: `${P},"f":2,"path":"a.ts","language":"typescript","source":"x","twin":1,"twin_lines":[0,3]`,
  'prog.start': `${P},"name":"server","role":"server","argv":["a","b"]`,
  'prog.exit': `${P},"code":-1`,
  'thread.start': `${TH},"child":3,"name":"Thread-1 (f)"`,
  'thread.run': `${TH},"name":"MainThread","tid":99`,
  'thread.exit': TH,
  'thread.err': `${TH},"name":"ValueError","message":"","f":1,"l":2`,
  held: `${TH},"before":"recv"`,
  socket: `${TH},"family":"AF_INET","type":"SOCK_STREAM"`,
  'socket.ret': RE,
  'socket.err': `${TH},${ERR}`,
  bind: `${S},"address":["0.0.0.0",0]`,
  'bind.ret': `${RE},"local":["127.0.0.1",5050]`,
  'bind.err': `${S},${ERR}`,
  connect: `${S},"address":["127.0.0.1",65535]`,
  'connect.ret': `${RE},"local":["a",1],"peer":["b",2]`,
  'connect.err': `${S},${ERR}`,
  listen: `${S},"backlog":-1`,
  'listen.ret': RE,
  'listen.err': `${S},${ERR}`,
  accept: S,
  'accept.ret': `${RE},"s2":9,"peer":["a",1],"local":["b",2]`,
  'accept.err': `${S},${ERR}`,
  setsockopt: `${S},"level":"SOL_SOCKET","option":"SO_REUSEADDR","value":1`,
  'setsockopt.ret': RE,
  'setsockopt.err': `${S},${ERR}`,
  shutdown: `${S},"how":"SHUT_RD"`,
  'shutdown.ret': RE,
  'shutdown.err': `${S},${ERR}`,
  close: `${S},"by":"collector"`,
  'close.ret': RE,
  'close.err': `${S},${ERR}`,
  recv: `${S},"max":64,"queued":0`,
  'recv.ret': `${RE},"n":3,"off":64,"queued":2,"cut":0,"u":"aü"`,
  'recv.err': `${S},${ERR}`,
  send: `${S},"len":5,"off":0,"cut":3,"b":"/wA="`,
  'send.ret': `${RE},"n":2`,
  'send.err': `${S},${ERR}`,
  kernel: `${TH},"re":5,"state":"S","syscall":"recvfrom","args":["4","64"]`,
  out: `${TH},"stream":"stderr","text":"a\\nb","by":"wirestep"`,
  input: `${TH},"prompt":""`,
  'input.ret': `${TH},"re":5,"text":"typed"`,
  line: `${TH},${PLACE},"locals":{"a":"1"}`,
  'fn.call': `${TH},${PLACE}`,
  'fn.return': `${TH},${PLACE}`,
  exc: `${TH},${PLACE},"name":"ValueError","message":"m"`,
  connection: `${TH},"s":3,"s2":4,"local":["a",1],"peer":["b",2]`,
  'connection.end': `${TH},"s":3,"how":"RST"`,
  note: '"text":"words","re":5',
  marker: '"text":"words"',
  fold: `${S},"of":"recv","count":1000,"first":1,"last":2`,
  gap: '"count":3,"why":"withheld"',
  end: '',
};

function fieldsOf(kind: Kind, more = LINES[kind]): Fields {
  return JSON.parse(`{"i":8,"t":9,"k":"${kind}"${more === '' ? '' : `,${more}`}}`) as Fields;
}

test.each(KINDS)('%s: a line is checked, copied and written again without a loss', (kind) => {
  const line = fieldsOf(kind);
  expect(checkEvent(line)).toBe(KINDS.indexOf(kind));
  expect(JSON.parse(writeLine(copyEvent(line)))).toEqual(line);
});

const OPTIONAL = new Set([
  'twin',
  'twin_lines',
  'by',
  'queued',
  'cut',
  'locals',
  'max of recv',
  'text of input.ret',
  're of note',
]);

test.each(KINDS)('%s: each field must be there, but for the optional ones', (kind) => {
  const line = fieldsOf(kind);
  for (const name of Object.keys(line)) {
    if (name === 'k' || OPTIONAL.has(name) || OPTIONAL.has(`${name} of ${kind}`)) continue;
    if (kind.endsWith('.err') && (name === 's' || name === 'fd')) continue;
    const { [name]: _, ...rest } = line;
    expect(() => checkEvent(rest), name).toThrow(FieldError);
  }
});

test.each(KINDS)('%s: a field of another type is refused, optional or not', (kind) => {
  const line = fieldsOf(kind);
  for (const name of Object.keys(line)) {
    for (const wrong of [true, { x: 1 }, [[1]], 1.5]) {
      if (name === 'k') continue;
      expect(() => checkEvent({ ...line, [name]: wrong }), name).toThrow(FieldError);
    }
  }
});

test('the fields of an event are words, in code', () => {
  expect(copyEvent(fieldsOf('recv.ret'))).toEqual({
    kind: 'recv.ret',
    cut: 0,
    seq: 8,
    at: 9,
    program: 1,
    thread: 2,
    socket: 3,
    fd: 4,
    call: 5,
    n: 3,
    offset: 64,
    queued: 2,
    bytes: Uint8Array.of(0x61, 0xc3, 0xbc),
  });
});

test.each([
  ['`n` says 4 bytes, there are 3', 'recv.ret', `${RE},"n":4,"off":0,"u":"abc"`],
  [
    '`n` says 4 bytes, there are 3 and 2 cut off',
    'recv.ret',
    `${RE},"n":4,"off":0,"cut":2,"u":"abc"`,
  ],
  ['`n` says 1 bytes, there are 2', 'recv.ret', `${RE},"n":1,"off":0,"u":"ü"`],
  ['both `u` and `b` are given', 'send', `${S},"len":1,"off":0,"u":"a","b":"YQ=="`],
  ['`u` is missing', 'send', `${S},"len":1,"off":0`],
  ['`b` must be base64, not "Y Q="', 'send', `${S},"len":1,"off":0,"b":"Y Q="`],
  ['`u` must be a text of whole characters', 'send', `${S},"len":3,"off":0,"u":"\\ud800"`],
  ['`max` must be a whole number or a text of digits, not "0x10"', 'recv', `${S},"max":"0x10"`],
  ['`address` must be ["host",port], not ["a",65536]', 'bind', `${S},"address":["a",65536]`],
  ['`address` must be ["host",port], not ["a"]', 'bind', `${S},"address":["a"]`],
  ['`s` must be a whole number below 2^31', 'accept', `${TH},"s":2147483648,"fd":1`],
  ['`how` must be one of SHUT_RD, SHUT_WR, SHUT_RDWR', 'shutdown', `${S},"how":"SHUT"`],
  ['`before` must be one of', 'held', `${TH},"before":"sleep"`],
  ['`locals` must be an object of texts', 'line', `${TH},${PLACE},"locals":{"a":1}`],
])('%s', (reason, kind, more) => {
  expect(() => checkEvent(fieldsOf(kind as Kind, more))).toThrow(reason);
});

test.each([
  ['9007199254740993', '"9007199254740993"'],
  ['-1', '-1'],
  ['-9223372036854775809', '"-9223372036854775809"'],
])('recv may ask for %s bytes', (_, max) => {
  expect(checkEvent(fieldsOf('recv', `${S},"max":${max}`))).toBe(KINDS.indexOf('recv'));
});

test('a reason never repeats more than a little of what it complains about', () => {
  const line = fieldsOf('held', `${TH},"before":"${'x'.repeat(100_000)}"`);
  expect(() => checkEvent(line)).toThrow(/^.{0,200}$/);
});

test('`__proto__` is a name like any other, and changes nothing', () => {
  const locals = '{"__proto__":"1","constructor":"2","toString":"3"}';
  const line = fieldsOf('line', `${TH},${PLACE},"locals":${locals},"__proto__":{"stream":"x"}`);
  expect(checkEvent(line)).toBe(KINDS.indexOf('line'));
  const event = copyEvent(line);
  expect(Object.getPrototypeOf(event)).toBe(Object.prototype);
  expect('stream' in event).toBe(false);
  const copied = 'locals' in event ? event.locals : undefined;
  expect(Object.entries(copied ?? {})).toEqual([
    ['__proto__', '1'],
    ['constructor', '2'],
    ['toString', '3'],
  ]);
  expect(({} as Record<string, unknown>)['stream']).toBeUndefined();
});

test('a copied event shares nothing with the line it came from', () => {
  const line = fieldsOf('kernel') as { args: string[] };
  const event = copyEvent(line as unknown as Fields);
  line.args[0] = 'changed';
  expect(event).toMatchObject({ args: ['4', '64'] });
});
