/** What the views say of a capture, and how its lanes are drawn. */
import { expect, test } from 'vitest';
import { openBytes } from '../../src/import/open.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import { callLine } from '../../src/views/calls/calls.ts';
import { label } from '../../src/views/lanes/labels.ts';
import { laneName, laneState } from '../../src/views/lanes/lane-words.ts';
import { lasts } from '../../src/views/lanes/thread-calls.ts';
import {
  detailText,
  importedNotes,
  machineText,
  originText,
} from '../../src/views/player/imported.ts';
import { notRecorded } from '../../src/views/player/not-recorded.ts';
import { notesOf } from '../../src/views/player/notes.ts';
import { ImportError } from '../../src/trace/import-error.ts';
import { troubleOf } from '../../src/views/shell/problems.ts';
import { nowWords } from '../../src/views/thread/words.ts';
import { Ladder, pcap, shortTalk } from '../import/capture-builder.ts';
import { HEADER, traceOf } from '../trace/support.ts';

const web = new Ladder({ server: ['10.0.0.9', 80] }).shake();
const file = pcap([...shortTalk().packets, ...web.packets]);
const opened = await openBytes(file);
const { trace } = opened;
const scene = createScenes(trace)(trace.length - 1);

test('lanes: the end, that it is not recorded, and what it sent', () => {
  expect(scene.threads.map((thread) => laneName(thread, scene.programs))).toEqual([
    'client-1',
    'server',
  ]);
  expect(scene.threads.map((thread) => laneState(thread, undefined))).toEqual([
    'not recorded',
    'not recorded',
  ]);
  const labels = Array.from({ length: trace.length }, (_, n) => label(trace, n));
  expect(labels.slice(1, -1)).toEqual(['connected', 'sent 64', 'sent 2', 'sent 12', 'FIN', 'FIN']);
});

test('a send lasts no time: nobody saw it return', () => {
  expect(lasts(trace, 'send')).toBe(false);
  expect(lasts(traceOf([]), 'send')).toBe(true);
});

test('the list says what was sent, with no call around it', () => {
  const send = trace.ofKind('send')[1] as number;
  expect(callLine(trace, send, trace.length)).toMatchObject({
    call: 'sent 2 bytes',
    result: '',
    failed: false,
    bytes: '"Hi"',
  });
});

test('what is missing is said view by view, and only of imported recordings', () => {
  for (const what of ['calls', 'threads', 'queues', 'source', 'terminals'] as const) {
    expect(notRecorded(trace, what)).toMatch(/capture/);
    expect(notRecorded(traceOf([]), what)).toBeUndefined();
  }
  const log = traceOf([], {
    ...HEADER,
    imported: { from: 'strace', tool: '', missing: ['source'] },
  });
  expect(notRecorded(log, 'source')).toMatch(/strace/);
  expect(notRecorded(log, 'calls')).toBeUndefined();
  expect(nowWords(scene.threads[0] as (typeof scene.threads)[number])).toBe('Not recorded.');
});

test('the page says where the recording came from, and what was left out', () => {
  expect(originText(trace.header.imported)).toBe('a capture of packets');
  expect(originText({ from: 'strace', tool: 'strace 6.1', missing: [] })).toBe(
    'an strace log, made by strace 6.1',
  );
  expect(originText(undefined)).toBeUndefined();
  expect(importedNotes(trace)).toEqual([
    "Left out: 10.0.0.1:40000 to 10.0.0.9:80, 3 packets, not of the course's protocol.",
  ]);
  expect(importedNotes(traceOf([{ kind: 'note', text: 'mine' }]))).toEqual([]);
  expect(detailText(trace.header)).toMatch(/not recorded/);
  expect(detailText(HEADER)).toBe('calls, lines and locals');
  expect(machineText(trace.header.host)).toBe('');
  expect(machineText(HEADER.host)).toBe('linux x64, node');
});

test('damage of a file without lines is told by its byte', async () => {
  const torn = await openBytes(file.subarray(0, file.length - 3));
  const [note] = notesOf(torn, true, undefined);
  expect(note?.text).toMatch(
    /^1 place is damaged and left out\. byte \d+: the packet says 40 bytes/,
  );
});

test('why a capture cannot be opened is told with what to do', () => {
  const wanted = { what: 'file', name: 'web.pcap' } as const;
  const none = new ImportError(
    0,
    0,
    'the capture has 3 TCP connections (port 443), but none to port 5050',
  );
  expect(troubleOf(none, wanted)).toMatchObject({
    title: 'This capture shows no connection of the course',
    text: expect.stringMatching(/^web\.pcap: byte 0: the capture has/) as unknown,
    advice: expect.stringContaining('tcpdump') as unknown,
  });
  const large = new ImportError(0, 0, 'the file has 300 bytes; the limit is 256');
  expect(troubleOf(large, wanted).title).toBe('This file is too large to be dropped');
});
