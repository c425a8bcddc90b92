import { describe, expect, test } from 'vitest';
import { createFacts, pythonLine, shortName } from '../../src/course/facts.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { Conversation, oneMessage } from '../support/conversation.ts';

const { trace } = parseTrace(oneMessage().bytes());
const facts = createFacts(trace);

/** A fact of the nth event of a kind, from 0. */
function fact(kind: Parameters<typeof trace.ofKind>[0], name: string, nth = 0) {
  return facts(trace.ofKind(kind)[nth] ?? -1, name);
}

describe('facts of an event', () => {
  test('are its fields, programs and threads by their names', () => {
    expect(fact('recv.ret', 'n')).toBe(64);
    expect(fact('recv', 'max')).toBe(64);
    expect(fact('send', 'len', 1)).toBe(12);
    expect(fact('recv.ret', 'kind')).toBe('recv.ret');
    expect(fact('recv.ret', 'thread')).toBe('Thread-1');
    expect(fact('recv.ret', 'program')).toBe('server');
    expect(fact('connect', 'program')).toBe('client-1');
    expect(fact('thread.start', 'child')).toBe('Thread-1');
    expect([fact('connect', 'host'), fact('connect', 'port')]).toEqual(['127.0.0.1', 5050]);
  });

  test('end: how many bytes of its direction there are, up to and with this chunk', () => {
    expect([fact('send', 'off', 1), fact('send', 'end', 1)]).toEqual([64, 76]);
    expect(fact('recv.ret', 'end', 1)).toBe(76);
  });

  test('digits and padding: what of a chunk is what, read as a header', () => {
    expect([fact('send', 'digits'), fact('send', 'padding')]).toEqual([2, 62]);
    expect(fact('send', 'digits', 1)).toBe(0);
  });

  test('text: what is printed, or the bytes of a chunk', () => {
    expect(fact('out', 'text', 3)).toBe('Msg received\n');
    expect(fact('send', 'text', 1)).toBe('Hello World!');
  });

  test('ms: from the call to its return', () => {
    expect(fact('recv.ret', 'ms', 1)).toBe(41);
    expect(fact('recv', 'ms')).toBeUndefined();
  });

  test('local.NAME: a local of the thread as it is then', () => {
    expect(fact('recv', 'local.msg_length', 2)).toBe('12');
    expect(fact('recv', 'local.msg_length')).toBeUndefined();
    expect(fact('recv', 'local.connected')).toBe('True');
  });

  test('line: of the event, or the line that its thread is in', () => {
    expect(fact('line', 'line')).toBe(4);
    expect(fact('recv', 'line')).toBe(7);
  });

  test('threads: those of the same program that run', () => {
    expect(fact('accept', 'threads')).toBe(1);
    expect(fact('recv', 'threads')).toBe(2);
    expect(fact('connect', 'threads')).toBe(1);
  });

  test('what the event has not is undefined', () => {
    expect(fact('accept', 'n')).toBeUndefined();
    expect(fact('accept', 'waited')).toBeUndefined();
    expect(fact('prog.start', 'thread')).toBeUndefined();
  });
});

describe('waited', () => {
  const END = { p: 1, th: 1, s: 3, fd: 24 };
  const OTHER = { p: 2, th: 2, stream: 'stdout', text: 'x' };

  /** Whether a call did, of which only these events are seen; `between`: another thread acts. */
  function waited(call: object, answer: object, between = false) {
    const talk = new Conversation();
    const { k, ...fields } = call as { k: string };
    const re = talk.add(k, { ...END, ...fields });
    if (between) talk.add('out', OTHER);
    const { k: ret, ...got } = answer as { k: string };
    talk.add(ret, { ...END, re, ...got });
    const own = parseTrace(talk.bytes()).trace;
    return createFacts(own)(own.length - 1, 'waited');
  }
  const took = { k: 'recv.ret', n: 2, off: 0, u: 'Hi' };

  test('a recv that got bytes: yes where none were queued before it', () => {
    expect(waited({ k: 'recv', max: 64, queued: 0 }, took)).toBe('yes');
    expect(waited({ k: 'recv', max: 64, queued: 2 }, took, true)).toBe('no');
  });

  test('all others: yes where another thread did something meanwhile', () => {
    expect(waited({ k: 'recv', max: 64 }, took, true)).toBe('yes');
    expect(waited({ k: 'recv', max: 64 }, took)).toBe('no');
    expect(waited({ k: 'send', len: 2, off: 0, u: 'Hi' }, { k: 'send.ret', n: 2 }, true)).toBe(
      'yes',
    );
  });

  test('the end of a stream was there without a queued byte', () => {
    const ended = { k: 'recv.ret', n: 0, off: 0, u: '' };
    expect(waited({ k: 'recv', max: 64, queued: 0 }, ended)).toBe('no');
    expect(waited({ k: 'recv', max: 64, queued: 0 }, ended, true)).toBe('yes');
  });
});

test('a line of TypeScript is named by the line of Python that it stands for', () => {
  const talk = new Conversation();
  const file = { p: 1, source: 'a\nb\n' };
  talk.add('file', { ...file, f: 2, path: 'a.py', language: 'python' });
  const twin = { twin: 2, twin_lines: [0, 7] };
  talk.add('file', { ...file, f: 1, path: 'a.ts', language: 'typescript', ...twin });
  const own = parseTrace(talk.bytes()).trace;
  expect(pythonLine(own, 1, 2)).toBe(7);
  expect(pythonLine(own, 1, 1)).toBeUndefined();
  expect(pythonLine(own, 2, 2)).toBe(2);
});

test('a thread is called by its name without the target', () => {
  expect(shortName('Thread-1 (handle_client)')).toBe('Thread-1');
});
