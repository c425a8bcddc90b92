import { expect, test } from 'vitest';
import { writePcapng } from '../../src/export/pcapng.ts';
import { partOf } from '../../src/export/scope.ts';
import { readTrace } from '../support/trace.ts';
import { eachPacket } from './packets.ts';

test('every packet of a capture is counted, and every entry between them', () => {
  const { trace } = readTrace('test/recordings/hello.trace.jsonl');
  const frames: Uint8Array[] = [];
  const entries = eachPacket(Buffer.concat([...writePcapng(partOf(trace, {}))]), (frame) =>
    frames.push(frame),
  );
  // SYN, SYN-ACK, ACK; three sends with their ACKs; two FINs with theirs. Ethernet says IPv4.
  expect(frames.length).toBe(3 + 6 + 4);
  expect(frames.every((frame) => frame[12] === 0x08 && frame[13] === 0x00)).toBe(true);
  expect(entries).toBe(32);
});
