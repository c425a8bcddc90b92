import fc from 'fast-check';
import { expect, test } from 'vitest';
import { payloadAt } from '../../src/analysis/find-payload.ts';
import { readQuery } from '../../src/analysis/find-query.ts';
import type { Query } from '../../src/analysis/find-query.ts';
import { Search } from '../../src/analysis/find-search.ts';
import { openBytes } from '../../src/import/open.ts';
import { extendTrace, parseTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { connected, oneMessage } from '../support/conversation.ts';
import { pcap, shortTalk } from '../import/capture-builder.ts';
import { runs } from '../scene/generate.ts';
import { HEADER, encode } from '../trace/support.ts';
import { writeTrace } from '../../src/trace/write.ts';

const { trace } = parseTrace(oneMessage().bytes());

function search(of: Trace, find: string): Search {
  const run = new Search(of, readQuery(find) as Query);
  run.run(() => false);
  return run;
}

/** Kinds of the events that match, in order. */
function kinds(of: Trace, find: string): readonly string[] {
  return search(of, find).found.from.map((position) => of.kindAt(position));
}

test('a text in the bytes is found where they are sent and where they are taken', () => {
  expect(kinds(trace, 'hello world')).toEqual(['send', 'recv.ret']);
  expect(kinds(trace, '48 65 6c')).toEqual(['send', 'recv.ret']);
  expect(kinds(trace, '0x21')).toEqual(['send', 'recv.ret']);
});

test('the name of a call finds its calls, each once', () => {
  expect(kinds(trace, 'recv')).toEqual(['recv', 'recv', 'recv']);
  expect(kinds(trace, 'listen')).toEqual(['listen']);
});

test('what a row says is found', () => {
  expect(kinds(trace, 'recv(24, ≤12)')).toEqual(['recv']);
  expect(kinds(trace, 'got 12')).toEqual(['recv.ret', 'recv.ret']);
  expect(kinds(trace, '64 bytes')).toEqual(['send']);
  expect(kinds(trace, ':5050')).toEqual(['bind', 'connect']);
  expect(kinds(trace, '58994')).toEqual(['accept.ret']);
});

test('what a row of a capture says is found, and not the call that nobody recorded', async () => {
  const captured = (await openBytes(pcap(shortTalk().packets))).trace;
  expect(kinds(captured, 'sent 64 bytes').length).toBeGreaterThan(0);
  expect(kinds(captured, 'send(')).toEqual([]);
});

test('an error is found by its name and by its words', () => {
  const talk = connected();
  const reset = { name: 'ECONNRESET', number: 104, message: 'Connection reset by peer' };
  talk.add('recv.err', { p: 1, th: 3, s: 3, fd: 24, re: 25, ...reset });
  const failed = parseTrace(talk.bytes()).trace;
  expect(kinds(failed, 'ECONNRESET')).toEqual(['recv.err']);
  expect(kinds(failed, 'reset by')).toEqual(['recv.err']);
});

test('a match names its call', () => {
  const { found } = search(trace, 'Msg received');
  expect(found.call.map((position) => trace.kindAt(position))).toEqual(['send', 'recv']);
});

test('field names and other lines of the file are not searched', () => {
  expect(kinds(trace, 'queued')).toEqual([]);
  expect(kinds(trace, 'STARTING')).toEqual([]);
});

test('bytes that one recv began and the next ended are found at the next', () => {
  const talk = connected();
  const where = { p: 1, th: 3, s: 3, fd: 24 };
  talk.add('recv.ret', { ...where, re: 25, n: 2, off: 0, u: 'He' });
  for (const [off, u] of [
    [2, 'l'],
    [3, 'lo'],
  ] as const) {
    const call = talk.add('recv', { ...where, max: 9 });
    talk.add('recv.ret', { ...where, re: call, n: u.length, off, u });
  }
  const split = parseTrace(talk.bytes()).trace;
  const { from } = search(split, 'hello').found;
  expect(from).toEqual([split.length - 1]);
});

test('base64 and escaped chunks are searched by their bytes', () => {
  const talk = connected();
  const where = { p: 1, th: 3, s: 3, fd: 24 };
  talk.add('recv.ret', { ...where, re: 25, n: 3, off: 0, b: '/w0K' });
  const call = talk.add('recv', { ...where, max: 9 });
  talk.add('recv.ret', { ...where, re: call, n: 4, off: 3, u: 'a"\\\n' });
  const odd = parseTrace(talk.bytes()).trace;
  expect(kinds(odd, 'ff 0d')).toEqual(['recv.ret']);
  expect(kinds(odd, '5c 0a')).toEqual(['recv.ret']);
  expect(kinds(odd, 'a"')).toEqual(['recv.ret']);
});

test('a search in slices says how far it is and finds the same', () => {
  const whole = search(trace, 'recv').found;
  const sliced = new Search(trace, readQuery('recv') as Query);
  expect([sliced.progress, sliced.done]).toEqual([0, false]);
  let slices = 0;
  while (!sliced.done) {
    sliced.run(() => true);
    slices++;
  }
  expect(sliced.progress).toBe(1);
  expect(slices).toBe(Math.ceil(trace.length / 256));
  expect(sliced.found).toEqual(whole);
});

test('when the trace grows only the new events are searched', () => {
  const bytes = oneMessage().bytes();
  const cut = bytes.lastIndexOf(0x0a, bytes.length - 400) + 1;
  const parsed = parseTrace(bytes.slice(0, cut));
  const run = search(parsed.trace, 'Msg received');
  const before = run.found.from.length;
  run.extend(extendTrace(parsed, bytes.slice(cut)).trace);
  run.run(() => false);
  expect(run.found).toEqual(search(trace, 'Msg received').found);
  expect(run.found.from.length).toBeGreaterThan(before);
});

test('the payload from a line is the payload of its event, in any run', () => {
  fc.assert(
    fc.property(runs, (events) => {
      const run = parseTrace(encode(writeTrace(HEADER, events))).trace;
      for (let position = 0; position < run.length; position++) {
        const event = run.at(position);
        const bytes = 'bytes' in event ? event.bytes : new Uint8Array(0);
        expect([...payloadAt(run, position)]).toEqual([...bytes]);
      }
    }),
    { numRuns: 30 },
  );
});
