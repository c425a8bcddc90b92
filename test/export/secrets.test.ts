import { describe, expect, test } from 'vitest';
import { exportFiles } from '../../src/export/export.ts';
import { FORMATS } from '../../src/export/formats.ts';
import type { ExportOptions, FormatId } from '../../src/export/formats.ts';
import { ID, PLACE, readPacked } from '../../src/export/page-file.ts';
import type { Scope } from '../../src/export/part.ts';
import { partOf } from '../../src/export/scope.ts';
import { base64Text } from '../../src/trace/chunk.ts';
import type { Address } from '../../src/trace/format.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { HEADER, MAIN, encode, traceOf } from '../trace/support.ts';
import type { Unnumbered } from '../trace/support.ts';

/** What nobody may find: short, so that no line breaks it, and often, so that each cut has it. */
const SAID = 'Zq9xKw';
const REPLIED = 'Vj7pYt';
const PRINTED = 'Wk3mRb';
const TYPED = 'Xh5nTd';
const SECRETS: readonly string[] = [
  ...[SAID, REPLIED, PRINTED, TYPED],
  ...[
    'Qlocal8',
    'Qnote81',
    'Qmarker',
    'Qerror8',
    'Qraised',
    'Qwhy881',
    'Qargv88',
    'Qfolder',
    'Qkernel',
  ],
  ...['Qsource', 'Qtool88', 'Qext888', 'Qprompt', 'laptop-of-ann'],
];
const HOSTS: readonly string[] = ['10.77.66.55', '10.77.66.56', '172.29.31.37'];
const IPV6 = 'fd77:6655::4433';

const SERVER: Address = ['10.77.66.55', 5050];
const CLIENT: Address = ['10.77.66.56', 40_001];
const T1 = { program: 1, thread: 2 };
const C1 = { program: 2, thread: 3 };
const said = SAID.repeat(8);
const replied = REPLIED.repeat(4);
const digits = String(said.length).padEnd(64);
const chunk = (text: string) => ({ offset: 0, bytes: encode(text) });

const EVENTS: readonly Unnumbered[] = [
  {
    ...{ kind: 'file', program: 1, file: 1, path: '/home/Qfolder/server.py', language: 'python' },
    source: `pin = "Qsource"\nhost = "${HOSTS[0]}"\n`,
  },
  {
    kind: 'prog.start',
    program: 1,
    name: `server ${HOSTS[2]}`,
    role: 'server',
    argv: ['/Qfolder/s.py', 'Qargv88'],
  },
  { kind: 'thread.run', ...MAIN, name: 'MainThread', tid: 11 },
  { kind: 'socket', ...MAIN, family: 'AF_INET', type: 'SOCK_STREAM' },
  { kind: 'socket.ret', ...MAIN, call: 4, socket: 1, fd: 3 },
  { kind: 'bind', ...MAIN, socket: 1, fd: 3, address: ['laptop-of-ann', 5050] },
  { kind: 'bind.ret', ...MAIN, call: 6, socket: 1, fd: 3, local: SERVER },
  { kind: 'accept', ...MAIN, socket: 1, fd: 3 },
  { kind: 'kernel', ...MAIN, call: 8, state: 'S', syscall: 'accept4', args: ['3', 'Qkernel'] },
  { kind: 'prog.start', program: 2, name: 'client-1', role: 'client', argv: [] },
  { kind: 'thread.run', ...C1, name: 'MainThread', tid: 13 },
  { kind: 'socket', ...C1, family: 'AF_INET', type: 'SOCK_STREAM' },
  { kind: 'socket.ret', ...C1, call: 12, socket: 2, fd: 4 },
  { kind: 'connect', ...C1, socket: 2, fd: 4, address: SERVER },
  { kind: 'connect.ret', ...C1, call: 14, socket: 2, fd: 4, local: CLIENT, peer: SERVER },
  {
    kind: 'accept.ret',
    ...MAIN,
    call: 8,
    socket: 1,
    fd: 5,
    accepted: 3,
    peer: CLIENT,
    local: SERVER,
  },
  { kind: 'thread.start', ...MAIN, child: 2, name: `Thread-1 (${IPV6})` },
  { kind: 'thread.run', ...T1, name: `Thread-1 (${IPV6})`, tid: 12 },
  { kind: 'marker', text: 'Qmarker', call: 18 },
  { kind: 'out', ...T1, stream: 'stdout', text: `${PRINTED} from ('10.77.66.56', 40001)\n` },
  { kind: 'line', ...T1, file: 1, line: 1, function: 'handle', locals: { pin: 'Qlocal8' } },
  { kind: 'input', ...C1, prompt: 'Qprompt: ' },
  { kind: 'input.ret', ...C1, call: 22, text: TYPED },
  { kind: 'send', ...C1, socket: 2, fd: 4, len: 64, ...chunk(digits) },
  { kind: 'send.ret', ...C1, call: 24, socket: 2, fd: 4, n: 64 },
  { kind: 'send', ...C1, socket: 2, fd: 4, len: said.length, ...chunk(said), offset: 64 },
  { kind: 'send.ret', ...C1, call: 26, socket: 2, fd: 4, n: said.length },
  { kind: 'recv', ...T1, socket: 3, fd: 5, max: 64 },
  { kind: 'recv.ret', ...T1, call: 28, socket: 3, fd: 5, n: 64, ...chunk(digits) },
  { kind: 'recv', ...T1, socket: 3, fd: 5, max: said.length },
  {
    kind: 'recv.ret',
    ...T1,
    call: 30,
    socket: 3,
    fd: 5,
    n: said.length,
    ...chunk(said),
    offset: 64,
  },
  { kind: 'send', ...T1, socket: 3, fd: 5, len: replied.length, ...chunk(replied) },
  { kind: 'send.ret', ...T1, call: 32, socket: 3, fd: 5, n: replied.length },
  {
    kind: 'exc',
    ...T1,
    file: 1,
    line: 2,
    function: 'handle',
    name: 'ValueError',
    message: 'Qraised',
  },
  { kind: 'recv', ...C1, socket: 2, fd: 4, max: 2048 },
  {
    kind: 'recv.err',
    ...C1,
    call: 35,
    socket: 2,
    fd: 4,
    name: 'ECONNRESET',
    number: 104,
    message: 'Qerror8',
  },
  { kind: 'thread.err', ...T1, name: 'ValueError', message: 'Qraised', file: 1, line: 2 },
  { kind: 'note', text: 'Qnote81' },
  { kind: 'gap', count: 0, why: 'Qwhy881' },
  { kind: 'prog.exit', program: 2, code: 1 },
  { kind: 'end' },
];
const trace: Trace = traceOf(EVENTS, {
  ...HEADER,
  title: `At ${HOSTS[2]} in /home/Qfolder/x`,
  programs: [],
  imported: { from: 'strace', tool: 'Qtool88', missing: [] },
  ext: { left: 'Qext888' },
});

/** Every shape in which a format might have a text. */
function shapesOf(text: string): readonly string[] {
  const bytes = encode(text);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'));
  // Where the bytes before make the groups of three begin elsewhere.
  const base64 = [0, 1, 2].map((skip) => {
    const whole = bytes.subarray(skip, skip + Math.floor((bytes.length - skip) / 3) * 3);
    return base64Text(whole);
  });
  return [
    text,
    hex.join(''),
    hex.join(' '),
    hex.join(':'),
    ...base64.filter((own) => own.length > 4),
  ];
}

const binary = (bytes: ArrayLike<number>): string =>
  Buffer.from(Uint8Array.from(bytes)).toString('latin1');
/** As a packet has it. */
const packed = (host: string): string => binary(host.split('.').map(Number));

/** The names and the bytes of all files of an export, one character a byte; what is packed in a page,
 *  unpacked. */
async function exported(
  format: FormatId,
  options: ExportOptions,
  how: object,
  scope: Scope,
): Promise<string> {
  const template = `<!doctype html>${PLACE}`;
  let all = '';
  for (const file of await exportFiles(partOf(trace, scope, how), format, {
    ...options,
    template,
  })) {
    all += `${file.name}\n`;
    for await (const piece of file.chunks()) all += Buffer.from(piece).toString('latin1');
  }
  const held = new RegExp(`id="${ID}"[^>]*>([^<]+)<`).exec(all)?.[1];
  if (held === undefined) return all;
  const { head, traces } = await readPacked(held);
  return all + JSON.stringify(head) + traces.map(binary).join('');
}

const found = (text: string, secrets: readonly string[]): string[] =>
  secrets.filter((secret) => shapesOf(secret).some((shape) => text.includes(shape)));

const CASES: readonly (readonly [FormatId, ExportOptions])[] = FORMATS.flatMap(
  ({ id, options }) => [
    [id, {}] as const,
    ...(options.includes('reversible') ? [[id, { reversible: true }] as const] : []),
    ...(options.includes('version') ? [[id, { version: 3 }] as const] : []),
  ],
);
/** The dissector shows no recording at all. */
const SHOWING = CASES.filter(([id]) => id !== 'lua');

describe('of a redacted export', () => {
  test.each(CASES)(
    '%s %j has no byte that was said, no text, no address, no path',
    async (id, options) => {
      for (const scope of [{}, { connection: 1 }, { thread: 2 }]) {
        const text = await exported(id, options, { redact: true }, scope);
        expect(found(text, [...SECRETS, ...HOSTS, IPV6])).toEqual([]);
        expect(HOSTS.filter((host) => text.includes(packed(host)))).toEqual([]);
      }
    },
  );
});

describe('of an export that is not redacted', () => {
  test.each(SHOWING)('%s %j: the same search finds what was said', async (id, options) => {
    expect(found(await exported(id, options, {}, {}), SECRETS)).not.toEqual([]);
  });

  test('a recording has all of it', async () => {
    const all = await exported('jsonl', {}, {}, {});
    expect(found(all, [...SECRETS, ...HOSTS, IPV6])).toEqual([...SECRETS, ...HOSTS, IPV6]);
  });
});
