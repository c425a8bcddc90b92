import { describe, expect, test } from 'vitest';
import { diagnose, diagnoseNow } from '../../src/analysis/diagnosis.ts';
import type { Catalogue } from '../../src/narration/catalogue.ts';
import { english } from '../../src/narration/english.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { connected, oneMessage } from '../support/conversation.ts';
import { head, Talk } from './talk.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('what is in order is not found', () => {
  test('messages, a goodbye and a close', () => {
    const talk = new Talk().message('Hello World!').message('Hi é!').message('!DISCONNECT');
    expect(talk.add('close', { p: 1, th: 3, s: 3, fd: 24 }).kinds()).toEqual([]);
  });

  test('a client that is stopped with its server has not left', () => {
    const talk = new Talk().message('Hi').ask(64).stopped();
    expect(talk.kinds()).toEqual([]);
  });

  test('header and payload that wait together are not coalesced: the header tells them apart', () => {
    const talk = new Talk().send(head(2)).send('Hi').take(64, head(2), 2).take(2, 'Hi').reply();
    expect(talk.kinds()).toEqual([]);
  });

  test('a server of another protocol is not measured by this one', () => {
    const talk = new Talk().message('Hi').ask(1024).send('GET / HTTP/1.1').take(1024, 'GET / HT');
    expect(talk.ask(1024).take(1024, 'TP/1.1').kinds()).toEqual([]);
  });
});

describe('a server that asks again until all is there', () => {
  const fixed = (): Talk => {
    const talk = new Talk();
    const start = { p: 1, name: 'server', role: 'server', argv: [] };
    talk.events.add('prog.start', { ...start, reads_exactly: true, framed_replies: true });
    return talk;
  };

  test('has no split header and no short message, whatever the pieces', () => {
    const talk = fixed().send('1').take(64, '1').send('2'.padEnd(63)).take(63, '2'.padEnd(63));
    talk.send('Hello').take(12, 'Hello').send(' World!').take(7, ' World!').reply();
    expect(talk.kinds().filter((kind) => kind !== 'asked-again')).toEqual([]);
  });

  test('still waits for the rest at the end: nothing is found', () => {
    expect(fixed().send('12').take(64, '12').ask(62).kinds()).toEqual([]);
  });

  test('takes the end of the stream for a goodbye', () => {
    expect(fixed().message('Hi').take(64, '').kinds()).toEqual([]);
  });
});

describe('a header', () => {
  test('that arrives in pieces is split, and what follows from that is not found again', () => {
    const talk = new Talk().send('1').take(64, '1').ask(1).send('2'.padEnd(63)).take(1, '2', 62);
    talk.take(64, ' '.repeat(62)).dies('ValueError', 'invalid literal');
    const found = talk.found();
    expect(found.map(({ kind }) => kind)).toEqual(['split-header', 'thread-died', 'left-open']);
    expect(found[0]?.all[0]?.what).toBe('Thread-1 asked for a header of 64 bytes and got only 1.');
  });

  test('that is asked for again until it is whole is as it should be', () => {
    const talk = new Talk().send('1').take(64, '1').ask(63).send('2'.padEnd(63), 50);
    talk.take(63, '2'.padEnd(63)).send('Hello World!').take(12, 'Hello World!').reply();
    const [finding, ...others] = talk.found();
    expect(finding?.kind).toBe('asked-again');
    expect(others).toEqual([]);
  });

  test('whose piece says just as much as is missing is split: the number was believed', () => {
    const talk = new Talk().send('62').take(64, '62').ask(62).send('x'.repeat(62));
    expect(talk.take(62, 'x'.repeat(62)).kinds()).toEqual(['split-header']);
  });

  test('that ends with the stream is split, and the client left in the middle of it', () => {
    const talk = new Talk().send('12').take(64, '12').take(64, '');
    const found = talk.found();
    expect(found.map(({ kind }) => kind)).toEqual(['split-header', 'no-goodbye']);
  });

  test.each([
    ['twelve', 'Thread-1 took "twelve"… as a header: that is not a number.'],
    ['', 'Thread-1 took "␣␣␣"… as a header: there is no digit in it.'],
    ['-5', 'Thread-1 took "-5"… as a header: a length below zero.'],
    [
      '9'.repeat(30),
      `Thread-1 took "${'9'.repeat(30)}"… as a header: a length that no recv can ask for.`,
    ],
  ])('%j that kills its thread is named as the reason', (digits, what) => {
    const talk = new Talk().send(head(digits)).take(64, head(digits)).dies('ValueError');
    const found = talk.found();
    expect(found.map(({ kind }) => kind)).toEqual(['bad-header', 'thread-died', 'left-open']);
    expect(found[0]?.all[0]?.what).toBe(what);
  });

  test('that is not UTF-8 is named as such', () => {
    const bytes = new Uint8Array(64).fill(0xff);
    const talk = new Talk().send(bytes).take(64, bytes).dies('UnicodeDecodeError');
    expect(talk.found()[0]?.all[0]?.what).toMatch(/as a header: it is not UTF-8 text\.$/);
  });
});

describe('the first bytes of a stream', () => {
  const request = 'GET / HTTP/1.1\r\nHost: 127.0.0.1:5050\r\nUser-Agent: Mozilla/5.0 (X1';

  test('of a browser are told as a knock, and its request is no bad header besides', () => {
    const talk = new Talk().send(request).take(64, request.slice(0, 64)).dies('ValueError');
    const found = talk.found();
    expect(found.map(({ kind }) => kind)).toEqual(['knock', 'thread-died', 'left-open']);
    expect(found[0]?.all[0]?.what).toBe(
      'A browser knocked: the first bytes that Thread-1 took are a request for a web page (HTTP).',
    );
  });

  test('are told even where they are fewer than a header', () => {
    expect(new Talk().send('SSH-2.0-x').take(64, 'SSH-2.0-x').ask(2).kinds()[0]).toBe('knock');
  });

  test('tell nothing once the course’s protocol has been spoken', () => {
    const talk = new Talk().message('Hi').send(request).take(64, request.slice(0, 64));
    expect(talk.dies('ValueError').kinds()).not.toContain('knock');
  });
});

describe('a header that counts characters', () => {
  const text = 'Hi é!';

  test('is told from the recorded client’s send', () => {
    const talk = new Talk().send(head(5)).send(text).take(64, head(5), 6).take(5, 'Hi é', 1);
    talk.reply().take(64, '!').dies('ValueError');
    const found = talk.found();
    expect(found.map(({ kind }) => kind)).toEqual([
      'counted-characters',
      'thread-died',
      'left-open',
    ]);
    const [one] = found[0]?.all ?? [];
    expect(one?.what).toBe(
      'The header that Thread-1 took says 5. That is how many characters the message has; it has 6 bytes.',
    );
    expect(one?.why).toMatch(/^1 byte was left over/);
    expect(one?.also).toHaveLength(1);
  });

  test('is told where the cut goes through a character: nothing behind it is ever taken', () => {
    const half = bytesOf('ééééé').subarray(0, 5);
    const talk = new Talk().send(head(5)).send('ééééé').take(64, head(5), 10).take(5, half, 5);
    expect(talk.dies('UnicodeDecodeError').kinds()[0]).toBe('counted-characters');
  });

  test('is not suspected where the message has as many bytes as its header says', () => {
    const talk = new Talk().message('é').send('1').take(64, '1').ask(1).send(' '.repeat(63));
    expect(talk.take(1, ' ', 62).kinds()).toEqual(['split-header']);
  });

  test('is not confused with a number that is wrong in another way', () => {
    const talk = new Talk().send(head(5)).send('Hello World!').take(64, head(5), 12);
    talk.take(5, 'Hello', 7).reply().take(64, ' World!').dies('ValueError');
    const found = talk.found();
    expect(found[0]?.kind).toBe('wrong-length');
    expect(found[0]?.all[0]?.what).toBe(
      'The header that Thread-1 took says 5, but the client sent a message of 12 bytes.',
    );
  });

  test('a number that is too large is a wrong length, not a short recv', () => {
    const talk = new Talk().send(head(20)).send('only').take(64, head(20), 4).take(20, 'only');
    const found = talk.reply().ask(64).found();
    expect(found.map(({ kind }) => kind)).toEqual(['wrong-length']);
  });
});

describe('a message', () => {
  test('of which recv returned only a part is short', () => {
    const text = 'x'.repeat(100);
    const talk = new Talk().send(head(100)).send(text).take(64, head(100), 40);
    talk.take(100, text.slice(0, 40), 60).reply().take(64, text.slice(36)).dies('ValueError');
    const found = talk.found();
    expect(found.map(({ kind }) => kind)).toEqual(['short-recv', 'thread-died', 'left-open']);
    expect(found[0]?.all[0]?.what).toMatch(/a message of 100 bytes and got only 40\.$/);
  });

  test('whose rest is asked for is as it should be', () => {
    const talk = new Talk().send(head(100)).send('x'.repeat(100)).take(64, head(100), 40);
    talk.take(100, 'x'.repeat(40)).take(60, 'x'.repeat(60)).reply().read();
    expect(talk.message('Hi').kinds()).toEqual(['asked-again']);
  });

  test('that is not UTF-8 is found with the death of its thread', () => {
    const bytes = Uint8Array.of(0xff, 0xfe);
    const talk = new Talk().send(head(2)).send(bytes).take(64, head(2), 2).take(2, bytes);
    const found = talk.dies('UnicodeDecodeError', 'no').found();
    expect(found.map(({ kind }) => kind)).toEqual(['not-utf8', 'thread-died', 'left-open']);
    expect(found[0]?.all[0]?.what).toBe(
      'Thread-1 took 2 bytes that are not UTF-8 text: "\\xff\\xfe".',
    );
  });

  test('sent before the reply to the one before was there waits behind it', () => {
    const talk = new Talk();
    talk.send(head(1)).send('a').send(head(1)).send('b');
    talk.take(64, head(1), 66).take(1, 'a', 65).reply().take(64, head(1), 1).take(1, 'b').reply();
    const found = talk.read(24).found();
    expect(found.map(({ kind }) => kind)).toEqual(['sent-ahead', 'coalesced']);
    expect(found[0]?.all[0]?.what).toMatch(/65 more bytes were already waiting\.$/);
    expect(found[1]?.all[0]?.what).toBe('client-1 got 24 bytes with one recv, given by 2 sends.');
    expect(found[1]?.all[0]?.also).toHaveLength(2);
  });
});

describe('40 ms', () => {
  test('between a send that returned and the recv of its bytes are a stall', () => {
    const talk = new Talk()
      .send(head(2))
      .take(64, head(2))
      .ask(2)
      .send('Hi')
      .take(2, 'Hi', 0, 41_000);
    const found = talk.reply().found();
    expect(found.map(({ kind }) => kind)).toEqual(['stall']);
    expect(found[0]?.all[0]?.what).toBe(
      '2 bytes had been sent, but Thread-1 waited 41 ms for them.',
    );
  });

  test.each([
    ['20 ms are not', 20_000],
    ['70 ms are not', 70_000],
  ])('%s', (_, us) => {
    const talk = new Talk().send(head(2)).take(64, head(2)).ask(2).send('Hi').take(2, 'Hi', 0, us);
    expect(talk.kinds()).toEqual([]);
  });

  test('in which the client itself did not send are its own pause', () => {
    const talk = new Talk().send(head(2)).take(64, head(2)).ask(2).send('Hi', 41_000).take(2, 'Hi');
    expect(talk.kinds()).toEqual([]);
  });
});

describe('the end of a stream', () => {
  test('without a goodbye is found once, and the loop behind it with all its rounds', () => {
    const talk = new Talk().message('Hi').take(64, '').take(64, '').take(64, '');
    const run = { of: 'recv', count: 50, first: 0, last: 1 };
    const found = talk.add('fold', { p: 1, th: 3, s: 3, fd: 24, ...run }).found();
    expect(found.map(({ kind }) => kind)).toEqual(['no-goodbye', 'endless-loop']);
    expect(found[1]?.all[0]?.what).toMatch(/called recv 52 more times/);
  });

  test('after a goodbye is none', () => {
    expect(new Talk().message('!DISCONNECT').take(64, '').kinds()).toEqual([]);
  });

  test('in the middle of a message says so', () => {
    const talk = new Talk().send(head(5)).take(64, head(5)).take(5, '');
    expect(talk.found()[0]?.all[0]?.what).toMatch(/in the middle of a message\.$/);
  });
});

describe('threads and sockets', () => {
  const close = (by?: string) => ({ p: 1, th: 1, s: 3, fd: 24, by });

  test.each([
    ['collector', /Python closed it 1 ms later/],
    ['exit', /never closed its socket/],
    ['wirestep', /never closed its socket/],
  ])('a socket that the %s closed after its thread had died was left open', (by, what) => {
    const found = new Talk().message('Hi').dies('KeyError', "'x'").add('close', close(by)).found();
    expect(found.map(({ kind }) => kind)).toEqual(['thread-died', 'left-open']);
    expect(found[1]?.all[0]?.what).toMatch(what);
  });

  test('a socket that the program closed, before or after, was not', () => {
    const before = new Talk().message('Hi').add('close', close()).dies('KeyError');
    const after = new Talk().message('Hi').dies('KeyError').add('close', close());
    expect([before.kinds(), after.kinds()]).toEqual([['thread-died'], ['thread-died']]);
  });

  test('Ctrl-C ends a program because somebody wants it: nothing is found', () => {
    expect(new Talk().message('Hi').dies('KeyboardInterrupt').kinds()).toEqual([]);
  });

  test('a death quotes no more than a line', () => {
    const found = new Talk()
      .dies('ValueError', `bad: '5${' '.repeat(60)}' ${'x'.repeat(300)}`)
      .found();
    const what = found[0]?.all[0]?.what ?? '';
    expect(what).toContain("bad: '5 … '");
    expect(what.length).toBeLessThan(170);
  });
});

describe('calls that fail', () => {
  const at = { p: 2, th: 2 };
  const failed = (call: string, name: string, number: number) =>
    diagnoseNow(
      parseTrace(
        new Talk()
          .add(call, { ...at, s: 9, fd: 9, address: ['127.0.0.1', 5890], max: 1, queued: 0 })
          .add(`${call}.err`, { ...at, s: 9, fd: 9, re: 26, name, number, message: 'in words' })
          .add('end', {})
          .events.bytes(),
      ).trace,
    ).map(({ kind, at: nth }) => [kind, nth(0).what]);

  test.each([
    ['connect', 'ECONNREFUSED', 'refused', /Nobody listens at \('127\.0\.0\.1', 5890\)/],
    ['bind', 'EADDRINUSE', 'address-in-use', /another socket has it/],
    ['recv', 'ECONNRESET', 'reset', /recv failed in client-1 with ECONNRESET/],
    ['connect', 'ETIMEDOUT', 'call-failed', /connect failed in client-1: in words \(ETIMEDOUT\)/],
  ])('%s with %s: %s', (call, name, kind, what) => {
    expect(failed(call, name, 5)).toEqual([[kind, expect.stringMatching(what)]]);
  });

  test('what Python refuses without the kernel is not called a failed call', () => {
    expect(failed('recv', 'ValueError', 0)).toEqual([]);
  });
});

describe('the recording itself', () => {
  test('without an end is not finished', () => {
    const { trace } = parseTrace(oneMessage().bytes());
    expect(diagnoseNow(trace).map(({ kind }) => kind)).toContain('unfinished');
  });

  test('with a gap, or with a hole in its numbers, misses events', () => {
    const lines = new TextDecoder().decode(connected().bytes()).trimEnd().split('\n');
    lines.splice(6, 2);
    lines.push('{"i":26,"t":9999999,"k":"gap","count":3,"why":"withheld"}');
    lines.push('{"i":30,"t":9999999,"k":"gap","count":3,"why":"ring full"}');
    const { trace } = parseTrace(bytesOf(`${lines.join('\n')}\n`));
    const missing = diagnoseNow(trace).find(({ kind }) => kind === 'missing');
    const whats = Array.from({ length: missing?.count ?? 0 }, (_, n) => missing?.at(n).what);
    expect(whats).toEqual([
      '2 events are missing.',
      '3 events are missing: withheld.',
      '3 events are missing: ring full.',
    ]);
  });

  test('is empty: nothing is found', () => {
    const [first] = new TextDecoder().decode(connected().bytes()).split('\n');
    expect(diagnoseNow(parseTrace(bytesOf(`${first}\n`)).trace)).toEqual([]);
  });
});

test('it pauses again and again, so that a page can draw in between', () => {
  const talk = new Talk();
  for (let n = 0; n < 1500; n++) talk.message('Hi');
  const work = diagnose(parseTrace(talk.events.bytes()).trace);
  let pauses = 0;
  while (!work.next().done) pauses++;
  expect(pauses).toBeGreaterThan(2);
});

test('findings speak through the catalogue alone', () => {
  const says = (kind: string, part: string) => () => `⟦${kind} ${part}⟧`;
  const findings = Object.fromEntries(
    Object.keys(english.findings).map((kind) => [
      kind,
      { title: `⟦${kind}⟧`, what: says(kind, 'what'), why: says(kind, 'why') },
    ]),
  ) as unknown as Catalogue['findings'];
  const talk = new Talk().send('1').take(64, '1').take(1, '2').dies('ValueError', 'x');
  const { trace } = parseTrace(talk.events.bytes());
  for (const { title, at } of diagnoseNow(trace, { ...english, findings })) {
    const { what, why } = at(0);
    for (const text of [title, what, why]) expect(text).toMatch(/^⟦[^⟧]+⟧$/);
  }
});
