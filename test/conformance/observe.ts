/** What a trace says of one connection, in the vectors' own terms. */
import { fromErrno } from '../../server/thread/python/errors.ts';
import { addressText, type AddressTuple } from '../../server/thread/python/address.ts';
import type { End, Raised, Recv, ServerOutcome } from './cases.ts';
import type { Peer } from './peer.ts';
import { bytesOf, type DiskEvent } from './trace-tail.ts';

type Told = Omit<ServerOutcome, 'replies_hex' | 'client_sees' | 'client_sees_after_next_accept'>;

/** The events of the connection from `address`: of its socket, and of the thread that handles it. */
export interface Handling {
  readonly address: AddressTuple;
  readonly ofSocket: readonly DiskEvent[];
  readonly ofThread: readonly DiskEvent[];
}

/** The part of the trace that concerns `peer`, once it has been accepted. */
export function handling(
  trace: readonly DiskEvent[],
  { address, since }: Peer,
): Handling | undefined {
  // Numbers start at 1 and leave no hole.
  const events = trace.slice(since);
  const accepted = events.find(({ k, peer }) => k === 'accept.ret' && same(peer, address));
  if (accepted === undefined) return undefined;
  const ofSocket = events.filter(({ s }) => s === accepted['s2']);
  const started = events.find(
    ({ k, i, th }) => k === 'thread.start' && i > accepted.i && th === accepted.th,
  );
  const ofThread = events.filter(({ th }) => started !== undefined && th === started['child']);
  return { address, ofSocket, ofThread };
}

/** True when the handler has nothing left to do: it waits, has ended, or turns in circles. */
export function isSettled(handled: Handling, sent: number, finished: boolean): boolean {
  if (endOf(handled) !== 'blocked') return true;
  if (finished) return false;
  const taken = recvs(handled).reduce((sum, { hex }) => sum + (hex ?? '').length / 2, 0);
  return taken === sent && recvs(handled).at(-1)?.blocked === true;
}

export function tell(events: readonly DiskEvent[], handled: Handling): Told {
  const exception = raised(events, handled);
  const { ofSocket, ofThread, address } = handled;
  const texts = ofThread
    .filter(({ k, stream, by }) => k === 'out' && stream === 'stdout' && by === undefined)
    .map(({ text }) => String(text).replaceAll(addressText(address), '{addr}'));
  const [greeting, ...printed] = texts;
  if (greeting !== '[NEW CONNECTION] {addr} connected.\n') throw new Error(`greeting: ${greeting}`);
  return {
    end: endOf(handled),
    recv: recvs(handled),
    prints: printed.map((text) => text.slice(0, -1)),
    stdout: printed.join(''),
    server_sends: ofSocket
      .filter(({ k }) => k === 'send')
      .map((send) => ({
        hex: bytesOf(send).toString('hex'),
        ret: Number(answer(ofSocket, send)?.['n']),
      })),
    ...(exception && { exception }),
  };
}

function endOf(handled: Handling): End {
  const { ofThread } = handled;
  if (ofThread.some(({ k }) => k === 'thread.err')) return 'exception';
  if (ofThread.some(({ k }) => k === 'thread.exit')) return 'closed';
  return recvs(handled).some(({ repeats }) => repeats !== undefined) ? 'busy-loop' : 'blocked';
}

/** The recv calls with their results; equal empty ones in a row, or a fold of them, are one. */
function recvs({ ofSocket }: Handling): Recv[] {
  const list: Recv[] = [];
  for (const event of ofSocket) {
    const last = list.at(-1);
    if (event.k === 'fold' && last) list[list.length - 1] = { ...last, repeats: 'for ever' };
    if (event.k !== 'recv') continue;
    const next = recvOf(event, answer(ofSocket, event));
    if (next.hex === '' && last?.hex === '' && last.n === next.n) {
      list[list.length - 1] = { ...next, repeats: 'for ever' };
    } else if (!(next.blocked === true && last?.repeats !== undefined)) list.push(next);
  }
  return list;
}

function recvOf(call: DiskEvent, result: DiskEvent | undefined): Recv {
  const n = call['max'] as number | string;
  if (result === undefined) return { n, blocked: true };
  if (result.k === 'recv.ret') return { n, hex: bytesOf(result).toString('hex') };
  const { name, number, message } = result as unknown as Record<string, string>;
  if (Number(number) === 0) return { n, error: name ?? '', text: message ?? '' };
  const { type, text } = fromErrno(name ?? '', Number(number), message ?? '');
  return { n, error: type, text };
}

function answer(events: readonly DiskEvent[], call: DiskEvent): DiskEvent | undefined {
  return events.find(({ k, re }) => re === call.i && k !== 'kernel');
}

/** The statement is looked up in the Python source, by the line that the recording names. */
function raised(events: readonly DiskEvent[], { ofThread }: Handling): Raised | undefined {
  const died = ofThread.find(({ k }) => k === 'thread.err');
  if (died === undefined) return undefined;
  const file = (n: unknown): DiskEvent | undefined =>
    events.find(({ k, f }) => k === 'file' && f === n);
  const ran = file(died['f']);
  const line = Number(died['l']);
  const mirrored = ran?.['language'] === 'typescript';
  const source = String((mirrored ? file(ran['twin']) : ran)?.['source']).split('\n');
  const at = mirrored ? (ran['twin_lines'] as number[])[line - 1] : line;
  const raised_in = (source[Number(at) - 1] ?? '').trim();
  return { type: String(died['name']), text: String(died['message']), raised_in };
}

function same(found: unknown, [host, port]: AddressTuple): boolean {
  return Array.isArray(found) && found[0] === host && found[1] === port;
}
