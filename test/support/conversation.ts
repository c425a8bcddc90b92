/** A conversation as a trace, written by hand for the page's tests: no clock, no socket. */

type Fields = Readonly<Record<string, unknown>>;

export const SERVER_SOURCE = [
  'import socket',
  'HEADER = 64',
  'def handle_client(conn, addr):',
  '    print(f"[NEW CONNECTION] {addr} connected.")',
  '    connected = True',
  '    while connected:',
  '        msg_length = conn.recv(HEADER).decode(FORMAT)',
  '        if msg_length:',
  '            msg_length = int(msg_length)',
  '            msg = conn.recv(msg_length).decode(FORMAT)',
  '            print(f"[{addr}] {msg}")',
  '            conn.send("Msg received".encode(FORMAT))',
  '    conn.close()',
].join('\n');

const header = {
  format: 'wirestep-trace',
  version: 1,
  id: 'conversation',
  title: 'One message',
  epoch_ns: '1790000000000000000',
  mono_ns: '1000',
  clock: 'test',
  generator: 'test',
  host: { os: 'linux', arch: 'x64', runtime: 'node' },
  pid: 1,
  programs: [
    { p: 1, role: 'server', name: 'server' },
    { p: 2, role: 'client', name: 'client-1' },
  ],
  protocol: { header_bytes: 64, pad: '20', encoding: 'utf-8', framed_replies: false },
  detail: 'lines',
  ext: {},
};

/** Takes events without numbers and times, gives a trace's text. */
export class Conversation {
  readonly #lines: string[] = [JSON.stringify(header)];
  #seq = 0;
  #at = 0;

  /** Adds an event, `us` microseconds after the last; returns its number. */
  add(k: string, fields: Fields = {}, us = 20): number {
    this.#at += us * 1000;
    this.#lines.push(JSON.stringify({ i: ++this.#seq, t: this.#at, k, ...fields }));
    return this.#seq;
  }

  bytes(): Uint8Array {
    return new TextEncoder().encode(`${this.#lines.join('\n')}\n`);
  }
}

const MAIN = { p: 1, th: 1 };
const T1 = { p: 1, th: 3 };
const C1 = { p: 2, th: 2 };
const SERVER = ['127.0.0.1', 5050];
const CLIENT = ['127.0.0.1', 58994];

/** Server and client connected, the handler waiting in its first recv(64). */
export function connected(): Conversation {
  const talk = new Conversation();
  talk.add('file', { p: 1, f: 1, path: 'server.py', language: 'python', source: SERVER_SOURCE });
  talk.add('prog.start', { p: 1, name: 'server', role: 'server', argv: [] });
  talk.add('thread.run', { ...MAIN, name: 'MainThread', tid: 101 });
  talk.add('out', { ...MAIN, stream: 'stdout', text: '[STARTING] server is starting...\n' });
  const made = talk.add('socket', { ...MAIN, family: 'AF_INET', type: 'SOCK_STREAM' });
  talk.add('socket.ret', { ...MAIN, re: made, s: 1, fd: 20 });
  const bound = talk.add('bind', { ...MAIN, s: 1, fd: 20, address: SERVER });
  talk.add('bind.ret', { ...MAIN, re: bound, s: 1, fd: 20, local: SERVER });
  const listening = talk.add('listen', { ...MAIN, s: 1, fd: 20, backlog: 128 });
  talk.add('listen.ret', { ...MAIN, re: listening, s: 1, fd: 20 });
  const accepting = talk.add('accept', { ...MAIN, s: 1, fd: 20 });
  talk.add('prog.start', { p: 2, name: 'client-1', role: 'client', argv: [] }, 900);
  talk.add('thread.run', { ...C1, name: 'MainThread', tid: 102 });
  const own = talk.add('socket', { ...C1, family: 'AF_INET', type: 'SOCK_STREAM' });
  talk.add('socket.ret', { ...C1, re: own, s: 2, fd: 22 });
  const dialled = talk.add('connect', { ...C1, s: 2, fd: 22, address: SERVER });
  talk.add('connect.ret', { ...C1, re: dialled, s: 2, fd: 22, local: CLIENT, peer: SERVER });
  const accepted = { re: accepting, s: 1, s2: 3, fd: 24, peer: CLIENT, local: SERVER };
  talk.add('accept.ret', { ...MAIN, ...accepted });
  talk.add('thread.start', { ...MAIN, child: 3, name: 'Thread-1 (handle_client)' });
  talk.add('thread.run', { ...T1, name: 'Thread-1 (handle_client)', tid: 103 });
  talk.add('accept', { ...MAIN, s: 1, fd: 20 });
  const where = { f: 1, fn: 'handle_client' };
  talk.add('line', { ...T1, ...where, l: 4, locals: { conn: '<socket fd=24>' } });
  const text = "[NEW CONNECTION] ('127.0.0.1', 58994) connected.\n";
  talk.add('out', { ...T1, stream: 'stdout', text });
  talk.add('line', { ...T1, ...where, l: 7, locals: { connected: 'True' } });
  talk.add('recv', { ...T1, s: 3, fd: 24, max: 64, queued: 0 });
  return talk;
}

/** The whole of one message: header, payload, reply. Not ended: a test may add to it. */
export function oneMessage(): Conversation {
  const talk = connected();
  const first = talk.add('send', { ...C1, s: 2, fd: 22, len: 64, off: 0, u: '12'.padEnd(64) }, 300);
  talk.add('send.ret', { ...C1, re: first, s: 2, fd: 22, n: 64 });
  const second = talk.add('send', { ...C1, s: 2, fd: 22, len: 12, off: 64, u: 'Hello World!' });
  const took = { n: 64, off: 0, queued: 0, u: '12'.padEnd(64) };
  talk.add('recv.ret', { ...T1, re: first - 1, s: 3, fd: 24, ...took });
  talk.add('send.ret', { ...C1, re: second, s: 2, fd: 22, n: 12 });
  const waits = talk.add('recv', { ...C1, s: 2, fd: 22, max: 2048, queued: 0 });
  talk.add('line', { ...T1, f: 1, fn: 'handle_client', l: 10, locals: { msg_length: '12' } });
  const asks = talk.add('recv', { ...T1, s: 3, fd: 24, max: 12, queued: 0 });
  const rest = { n: 12, off: 64, queued: 0, u: 'Hello World!' };
  talk.add('recv.ret', { ...T1, re: asks, s: 3, fd: 24, ...rest }, 41_000);
  talk.add('out', { ...T1, stream: 'stdout', text: "[('127.0.0.1', 58994)] Hello World!\n" });
  const says = talk.add('send', { ...T1, s: 3, fd: 24, len: 12, off: 0, u: 'Msg received' });
  const reply = { n: 12, off: 0, queued: 0, u: 'Msg received' };
  talk.add('recv.ret', { ...C1, re: waits, s: 2, fd: 22, ...reply });
  talk.add('send.ret', { ...T1, re: says, s: 3, fd: 24, n: 12 });
  talk.add('out', { ...C1, stream: 'stdout', text: 'Msg received\n' });
  return talk;
}
