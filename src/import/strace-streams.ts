/** What the sockets of a log sent and took, to tell which of them belong together. */
import type { Address, EventOf } from '../trace/format.ts';
import { isUnknown } from './strace-run.ts';
import type { Draft } from './strace-run.ts';

/** The first bytes of a direction, as far as they are known without a hole. */
export interface Head {
  readonly bytes: readonly number[];
  /** Nothing behind them is known. */
  isCut: boolean;
}

export interface Streams {
  readonly sent: Head;
  readonly taken: Head;
}

const MOST = 1024;

/** By the socket's number. */
export function streamsOf(drafts: readonly Draft[]): ReadonlyMap<number, Streams> {
  const streams = new Map<number, Streams>();
  for (const { body } of drafts) {
    if (body.kind !== 'send' && body.kind !== 'recv.ret') continue;
    const known = streams.get(body.socket) ?? { sent: emptyHead(), taken: emptyHead() };
    streams.set(body.socket, known);
    const { bytes, isCut } = body.kind === 'send' ? known.sent : known.taken;
    const head = body.kind === 'send' ? known.sent : known.taken;
    // A send that was taken in part is followed by one that begins before its end.
    if (!isCut && body.offset <= bytes.length && bytes.length < MOST) {
      (bytes as number[]).splice(body.offset, Infinity, ...body.bytes.subarray(0, MOST));
    }
    if (body.cut !== undefined) head.isCut = true;
  }
  return streams;
}

function emptyHead(): Head {
  return { bytes: [], isCut: false };
}

/**
 * Says from which port each connect came whose log does not: its system put it into the queue that
 * the nth accept of that address took from. Only an accept that returned after the connect began, and
 * whose bytes agree with those of the connect, can be its other end.
 * @returns how many were found so
 */
export function findPorts(drafts: readonly Draft[], streams: ReadonlyMap<number, Streams>): number {
  const known = new Set<string>();
  for (const { body } of drafts)
    if (body.kind === 'connect.ret' && !isUnknown(body.local)) known.add(keyOf(body.local));
  const accepts = new Map<
    string,
    { readonly at: number; readonly body: EventOf<'accept.ret'> }[]
  >();
  const nameless = drafts.some(({ body }) => body.kind === 'connect.ret' && isUnknown(body.local));
  if (!nameless) return 0;
  const places = new Map(drafts.map((draft, n) => [draft, n]));
  drafts.forEach(({ body }, at) => {
    if (body.kind !== 'accept.ret' || isUnknown(body.peer) || known.has(keyOf(body.peer))) return;
    const key = keyOf(body.local);
    const waiting = accepts.get(key) ?? [];
    waiting.push({ at, body: body as EventOf<'accept.ret'> });
    accepts.set(key, waiting);
  });
  let found = 0;
  for (const { body, answers } of drafts) {
    if (body.kind !== 'connect.ret' || !isUnknown(body.local)) continue;
    const waiting = accepts.get(keyOf(body.peer)) ?? [];
    const begun = (answers && places.get(answers)) ?? 0;
    const own = streams.get(body.socket);
    const n = waiting.findIndex(
      (accept) => accept.at > begun && agree(own, streams.get(accept.body.accepted)),
    );
    if (n < 0) continue;
    body.local = (waiting.splice(n, 1)[0] as (typeof waiting)[number]).body.peer;
    found++;
  }
  return found;
}

/** What one end took is the beginning of what the other sent, both ways. */
function agree(client: Streams | undefined, server: Streams | undefined): boolean {
  return begins(client?.sent, server?.taken) && begins(server?.sent, client?.taken);
}

function begins(sent: Head | undefined, taken: Head | undefined): boolean {
  if (taken === undefined || taken.bytes.length === 0) return true;
  if (sent === undefined) return false;
  const both = Math.min(sent.bytes.length, taken.bytes.length);
  if (both < taken.bytes.length && both < MOST && !sent.isCut) return false;
  for (let n = 0; n < both; n++) if (sent.bytes[n] !== taken.bytes[n]) return false;
  return true;
}

function keyOf([host, port]: Address): string {
  return `${host} ${port}`;
}
