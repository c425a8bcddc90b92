import type { ServerOutcome, Step } from './cases.ts';
import { Peer } from './peer.ts';

/** A running server, ours or Python's. */
export interface Stage {
  readonly port: number;
  /** Number of the last event that its trace shows. */
  readonly now: number;
  /** Resolves when the server has dealt with all that `peer` has done, as a pause of `ms` would. */
  settled(peer: Peer, ms: number): Promise<void>;
}

/** What the client itself can tell of its visit. */
export type Seen = Pick<
  ServerOutcome,
  'replies_hex' | 'client_sees' | 'client_sees_after_next_accept'
>;

/** How long a client watches for the end of its connection. */
const WATCH_MS = 200;

/**
 * Plays the steps of one case as a client of `stage`. `observe` waits until the server has
 * dealt with them and tells what it did; only then does the client look: no slow machine matters.
 */
export async function play<T>(
  steps: readonly Step[],
  stage: Stage,
  observe: (peer: Peer) => Promise<T>,
): Promise<{ readonly seen: Seen; readonly told: T }> {
  const peer = await Peer.connect(stage.port, stage.now);
  const others: Peer[] = [];
  try {
    for (const step of steps) await take(step, peer, stage, others);
    const told = await observe(peer);
    const client_sees = await peer.sees(WATCH_MS);
    const replies_hex = peer.replies.toString('hex');
    others.push(await another(stage));
    const client_sees_after_next_accept = await peer.sees(WATCH_MS);
    return { seen: { replies_hex, client_sees, client_sees_after_next_accept }, told };
  } finally {
    // A reset ends whatever still handles them: no endless loop stays behind.
    for (const one of [peer, ...others]) one.reset();
  }
}

async function take(step: Step, peer: Peer, stage: Stage, others: Peer[]): Promise<void> {
  switch (step.op) {
    case 'send':
      return peer.send(Buffer.from(step.hex, 'hex'));
    case 'pause':
      return stage.settled(peer, step.ms);
    case 'await_reply':
      return peer.awaitReply(step.bytes);
    case 'shutdown_write':
      return peer.shutdownWrite();
    case 'close':
      return peer.close();
    case 'reset':
      return peer.reset();
    case 'other_client_connects':
      others.push(await another(stage));
  }
}

async function another(stage: Stage): Promise<Peer> {
  const other = await Peer.connect(stage.port, stage.now);
  await stage.settled(other, 60);
  return other;
}
