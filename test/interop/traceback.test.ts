/** What stands on the server's terminal when a handler dies: ours as Python's. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Peer } from '../conformance/peer.ts';
import { SERVERS, until, type ServerSide } from './sides.ts';

let ours: ServerSide;
let theirs: ServerSide;

beforeAll(async () => {
  [ours, theirs] = (await Promise.all(Object.values(SERVERS).map((start) => start()))) as [
    ServerSide,
    ServerSide,
  ];
});
afterAll(async () => {
  await ours.stop();
  await theirs.stop();
});

/**
 * Without what we leave out on purpose: frames of Python's own modules, `^^^^` marks, folders; and
 * without the function in the thread's name, which Python has from 3.10 on.
 */
function essence(traceback: string): string {
  return traceback
    .replace(/^ {2}File "[^"]*threading\.py".*\n( {4}.*\n)+/gm, '')
    .replace(/^ *[~^]+\n/gm, '')
    .replace(/File "[^"]*\/server\.py"/g, 'File "server.py"')
    .replace(/Thread-\d+( \(handle_client\))?/, 'Thread-N');
}

/** The traceback that these bytes cause. */
async function death(server: ServerSide, bytes: Uint8Array): Promise<string> {
  const before = server.errors().length;
  const client = await Peer.connect(server.port);
  client.send(bytes);
  await until(() => /^[\w.]*Error\b.*\n$/m.test(server.errors().slice(before)));
  client.reset();
  return essence(server.errors().slice(before));
}

it.each([
  ['a header that is no number', 'two'.padEnd(64)],
  ['a header that is not UTF-8', Uint8Array.of(0xff)],
  ['a negative length', '-1'.padEnd(64)],
  ['a length that no memory holds', '1000000000000000'.padEnd(64)],
  ['a length beyond a C ssize_t', '9'.repeat(64)],
  ['a payload that is not UTF-8', Buffer.from(`${'2'.padEnd(64)}\xc3(`, 'latin1')],
])('%s', async (_what, message) => {
  const bytes = Buffer.from(message as string);
  const [our, their] = await Promise.all([death(ours, bytes), death(theirs, bytes)]);
  expect(our).toBe(their);
  expect(our).toMatch(/^Exception in thread Thread-N:\nTraceback /);
});
