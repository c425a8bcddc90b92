/** What is said of a capture: what was sent, by whom, and what nobody saw. */
import { expect, test } from 'vitest';
import { createCallLog } from '../../src/narration/call-log.ts';
import { createSentences } from '../../src/narration/sentence.ts';
import { lacks } from '../../src/trace/lacks.ts';
import { openBytes } from '../../src/import/open.ts';
import { header, Ladder, pcap } from '../import/capture-builder.ts';

const first = new Ladder().shake().send('C', header(2)).send('C', 'Hi').send('C', 'lost');
first.send('C', 'more').send('S', 'Msg received').fin('C');
const second = new Ladder({ client: ['10.0.0.3', 7] }).shake().send('C', 'x').add('S', 'R');
const packets = [...first.packets.filter((_, n) => n !== 5), ...second.packets];
const { trace } = await openBytes(pcap(packets));

test('a sentence each', () => {
  const sentence = createSentences(trace);
  expect(Array.from({ length: trace.length }, (_, n) => sentence(n))).toEqual([
    "client-1 at ('10.0.0.1', 40000) is connected to ('10.0.0.2', 5050).",
    'client-1 sent 64 bytes: "2"…',
    'client-1 sent 2 bytes: "Hi".',
    'Bytes are missing here: 4 bytes are not in the capture, which the client sent on connection 1.',
    'client-1 sent 4 bytes: "more".',
    'server (connection 1) sent 12 bytes: "Msg received".',
    'client-1 sends no more on this connection.',
    "client-2 at ('10.0.0.3', 7) is connected to ('10.0.0.2', 5050).",
    'client-2 sent 1 byte: "x".',
    'server (connection 2) broke the connection off.',
    'The recording ends.',
  ]);
});

test('the log tells what was sent, and calls nothing a call', () => {
  const log = createCallLog(trace);
  const texts = Array.from({ length: trace.length }, (_, n) => log.line(n)?.text);
  expect(texts).toEqual([
    "+++ connected from ('10.0.0.1', 40000) to ('10.0.0.2', 5050) +++",
    'sent "2"…, 64 bytes',
    'sent "Hi", 2 bytes',
    '--- bytes missing: 4 bytes are not in the capture, which the client sent on connection 1 ---',
    'sent "more", 4 bytes',
    'sent "Msg received", 12 bytes',
    '+++ sends no more (FIN) +++',
    "+++ connected from ('10.0.0.3', 7) to ('10.0.0.2', 5050) +++",
    'sent "x", 1 bytes',
    '+++ broke off (RST) +++',
    undefined,
  ]);
});

test('what a packet was cut short by is said', async () => {
  const cut = first.packets
    .slice(0, 4)
    .map((bytes) => ({ bytes: bytes.subarray(0, 50), length: bytes.length }));
  const opened = await openBytes(pcap(cut));
  const said = createSentences(opened.trace)(1);
  expect(said).toBe('client-1 sent 64 bytes: "2"… 54 bytes are not in the capture.');
  const bare = first.packets
    .slice(0, 4)
    .map((bytes) => ({ bytes: bytes.subarray(0, 40), length: bytes.length }));
  const none = await openBytes(pcap(bare));
  expect(createSentences(none.trace)(1)).toBe(
    'client-1 sent 64 bytes. 64 bytes are not in the capture.',
  );
});

test('a capture lacks what no packet shows', () => {
  expect(
    ['calls', 'threads', 'queues', 'source', 'terminals'].every((what) =>
      lacks(trace, what as 'calls'),
    ),
  ).toBe(true);
});
