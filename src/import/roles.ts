/** Which end of a connection is the server, and which connections are of the course's protocol. */
import type { Address } from '../trace/format.ts';
import type { Conversation, End } from './conversation.ts';

/** Where the course's server listens. */
const PORT = 5050;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const PADDING = 0x20;
const HEADER = 64;

/** A connection whose ends have their roles. */
export interface Talk {
  readonly conversation: Conversation;
  readonly client: End;
  readonly server: End;
}

/** Gives every connection its client and its server, and tells which are shown. */
export function chooseTalks(
  conversations: readonly Conversation[],
  all: boolean,
): { readonly shown: readonly Talk[]; readonly others: readonly Talk[] } {
  const listening = new Set<string>();
  for (const conversation of conversations) {
    const { client } = conversation;
    if (client !== undefined) listening.add(keyOf(conversation.otherEnd(client).address));
  }
  const talks = conversations.map((conversation) => withRoles(conversation, listening));
  const servers = new Set<string>();
  for (const { client, server } of talks) {
    if (server.address[1] === PORT || startsWithHeader(client)) servers.add(keyOf(server.address));
  }
  const isShown = ({ server }: Talk) => all || servers.has(keyOf(server.address));
  return { shown: talks.filter(isShown), others: talks.filter((talk) => !isShown(talk)) };
}

/** True where the first that an end sent is a header of the course's: digits, then spaces. */
export function startsWithHeader({ head }: Pick<End, 'head'>): boolean {
  if (head.length < HEADER) return false;
  const digits = head.findIndex((byte) => byte < DIGIT_0 || byte > DIGIT_9);
  return digits > 0 && head.slice(digits, HEADER).every((byte) => byte === PADDING);
}

/** Who answered the SYN; without one, who has the course's port, or one that others asked for; else
 *  the lower port: those that are given out by themselves are high. */
function withRoles(conversation: Conversation, listening: ReadonlySet<string>): Talk {
  const { ends, client: asked } = conversation;
  const [a, b] = ends;
  const rank = ({ address }: End) =>
    (address[1] === PORT ? 2 : 0) + (listening.has(keyOf(address)) ? 1 : 0);
  const lower = a.address[1] <= b.address[1] ? a : b;
  const likely = rank(a) === rank(b) ? lower : rank(a) > rank(b) ? a : b;
  const server = asked === undefined ? likely : conversation.otherEnd(asked);
  return { conversation, server, client: conversation.otherEnd(server) };
}

function keyOf([host, port]: Address): string {
  return `${host} ${port}`;
}
