/** Finds the TCP connections among the packets of a capture. */
import type { Address } from '../trace/format.ts';
import type { Capture, Packet } from './capture.ts';
import { Conversation } from './conversation.ts';
import type { Happening } from './conversation.ts';
import type { OnRead } from './imported-file.ts';
import { Fragments } from './ip-fragments.ts';
import { readIp, TCP } from './ip.ts';
import { ipOffset, isKnownLink } from './link-layer.ts';
import { readTcp } from './tcp.ts';
import type { Segment } from './tcp.ts';

/** More than any class has: the packets of others are counted as left out. */
const MOST_CONVERSATIONS = 10_000;
const PACKETS_BETWEEN_NEWS = 16_384;

/** Packets that no connection was made of, by the reason in words. */
export type LeftOut = ReadonlyMap<string, number>;

export class Conversations {
  readonly all: Conversation[] = [];
  /** What happened, of all of them. */
  readonly log: Happening[] = [];
  readonly leftOut = new Map<string, number>();
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  readonly #fragments = new Fragments();
  readonly #current = new Map<string, Conversation>();
  #at = 0;

  /** Reads all packets. */
  constructor(capture: Capture, onread?: OnRead) {
    const { bytes } = capture;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let seen = 0;
    for (const packet of capture.packets()) {
      this.#take(packet);
      if (++seen % PACKETS_BETWEEN_NEWS === 0) onread?.(seen / capture.length);
    }
    const { incomplete } = this.#fragments;
    if (incomplete > 0)
      this.leftOut.set('cut into fragments of which some are missing', incomplete);
    for (const conversation of this.all) conversation.finish(this.#at);
  }

  #take({ link, from, to, length, at }: Packet): void {
    this.#at = at;
    if (!isKnownLink(link)) return this.#leave(`of the unknown link type ${link}`);
    const start = ipOffset(link, this.#view, from, to);
    const packet = start < 0 ? undefined : readIp(this.#view, start, to, from + length);
    if (packet === undefined) return this.#leave('without a whole IP header');
    if (packet.protocol !== TCP) return this.#leave('of other protocols than TCP');
    const bytes = this.#fragments.add(this.#bytes, packet);
    if (bytes === undefined) return;
    const segment = readTcp(bytes, packet.fragment ? bytes.length : packet.length);
    if (segment === undefined) return this.#leave('without a whole TCP header');
    const source: Address = [packet.source, segment.sourcePort];
    const target: Address = [packet.target, segment.targetPort];
    const conversation = this.#of(source, target, segment);
    conversation?.take(conversation.endOf(source), segment, at);
  }

  #of(source: Address, target: Address, segment: Segment): Conversation | undefined {
    const [one, other] = [source.join(' '), target.join(' ')];
    const key = one < other ? `${one} ${other}` : `${other} ${one}`;
    const known = this.#current.get(key);
    if (known !== undefined && !isAnother(known, source, segment)) return known;
    if (this.all.length >= MOST_CONVERSATIONS) {
      this.#leave(`of more than ${MOST_CONVERSATIONS} connections`);
      return undefined;
    }
    known?.finish(this.#at);
    const conversation = new Conversation(source, target, this.#at, this.log);
    this.all.push(conversation);
    this.#current.set(key, conversation);
    return conversation;
  }

  #leave(why: string): void {
    this.leftOut.set(why, (this.leftOut.get(why) ?? 0) + 1);
  }
}

/** Whether the segment begins a connection between the same two addresses once more. */
function isAnother(known: Conversation, source: Address, { syn, sequence }: Segment): boolean {
  if (!syn) return false;
  const { stream } = known.endOf(source);
  if (known.over) return true;
  return stream.syn === undefined ? stream.next > 0 : stream.syn !== sequence;
}
