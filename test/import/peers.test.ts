/** Captures that Wireshark's own tools write are read alike, whichever format they are in. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openBytes } from '../../src/import/open.ts';
import { runPeer } from '../support/peers.ts';
import { temporaryFolder } from '../support/folder.ts';
import { ethernet, lines, pcap, shortTalk } from './capture-builder.ts';

const CAPTURE = 'test/import/menagerie/two-clients.pcapng';

/** Lines and times of a file. */
async function read(file: string) {
  const opened = await openBytes(new Uint8Array(readFileSync(file)));
  expect(opened.damage).toEqual([]);
  return { lines: lines(opened), ats: [...opened.trace.ats], zero: opened.trace.header.epoch_ns };
}

test.each(['pcapng', 'nsecpcap'])(
  'editcap writes %s: the same to the nanosecond',
  async (format) => {
    const file = join(temporaryFolder(), format);
    runPeer('editcap', ['-F', format, CAPTURE, file]);
    expect(await read(file)).toEqual(await read(CAPTURE));
  },
);

test('editcap writes pcap: the same to the microsecond', async () => {
  const file = join(temporaryFolder(), 'run.pcap');
  runPeer('editcap', ['-F', 'pcap', CAPTURE, file]);
  const [whole, micro] = [await read(CAPTURE), await read(file)];
  expect(micro.lines).toEqual(whole.lines);
  micro.ats.forEach((at, n) => expect(Math.abs(at - (whole.ats[n] as number))).toBeLessThan(2000));
});

test('editcap cuts packets: what is not there is said', async () => {
  const folder = temporaryFolder();
  const [whole, file] = [join(folder, 'whole.pcap'), join(folder, 'cut.pcapng')];
  writeFileSync(whole, pcap(shortTalk().packets));
  runPeer('editcap', ['-s', '50', whole, file]);
  const sends = (await read(file)).lines.filter((line) => line.includes('@'));
  expect(sends).toEqual(['C1 @0 "2"… cut 54', 'C1 @64 "Hi"', 'S1 @0 "Msg receiv" cut 2']);
});

test('editcap doubles and shifts packets: nothing is told twice', async () => {
  const folder = temporaryFolder();
  const [later, both] = [join(folder, 'later.pcapng'), join(folder, 'both.pcapng')];
  runPeer('editcap', ['-t', '0.0000001', CAPTURE, later]);
  runPeer('tshark', ['-r', CAPTURE, '-w', join(folder, 'own.pcapng')]);
  writeFileSync(both, Buffer.concat([readFileSync(CAPTURE), readFileSync(later)]));
  expect((await read(both)).lines).toEqual((await read(CAPTURE)).lines);
  expect((await read(join(folder, 'own.pcapng'))).lines).toEqual((await read(CAPTURE)).lines);
});

test('text2pcap makes a capture of bytes: it opens with them', async () => {
  const folder = temporaryFolder();
  const [text, file] = [join(folder, 'frames.txt'), join(folder, 'frames.pcap')];
  const dump = shortTalk().packets.map((packet) => {
    const hex = Array.from(ethernet(packet), (byte) => byte.toString(16).padStart(2, '0'));
    return `000000 ${hex.join(' ')}\n`;
  });
  writeFileSync(text, dump.join('\n'));
  runPeer('text2pcap', ['-q', text, file]);
  const expected = lines(await openBytes(pcap(shortTalk().packets)));
  expect((await read(file)).lines).toEqual(expected);
});
