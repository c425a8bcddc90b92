/** What a person should know of a capture: what of it is not shown, and why. */
import type { Address } from '../trace/format.ts';
import type { Capture } from './capture.ts';
import type { LeftOut } from './conversations.ts';
import type { Talk } from './roles.ts';

/** Connections that are named one by one; the others are counted. */
const MOST_NAMED = 20;

/** Host and port as people write them; an IPv6 address in brackets. */
export function addressText([host, port]: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** One sentence each. */
export function* captureNotes(
  { timeless }: Capture,
  { leftOut }: { readonly leftOut: LeftOut },
  shown: readonly Talk[],
  others: readonly Talk[],
): Generator<string> {
  for (const talk of shown) {
    const note = ofShown(talk);
    if (note !== undefined) yield note;
  }
  for (const { client, server, conversation } of others.slice(0, MOST_NAMED)) {
    const ends = `${addressText(client.address)} to ${addressText(server.address)}`;
    yield `Left out: ${ends}, ${packetsText(conversation.packets)}, not of the course's protocol.`;
  }
  const rest = others.slice(MOST_NAMED);
  if (rest.length > 0) {
    const packets = rest.reduce((sum, { conversation }) => sum + conversation.packets, 0);
    yield `Left out: ${rest.length} more connections, ${packetsText(packets)}.`;
  }
  for (const [why, packets] of leftOut) yield `Left out: ${packetsText(packets)} ${why}.`;
  if (timeless > 0)
    yield `The capture gives no time for ${packetsText(timeless)}: they have that of the one before.`;
}

function ofShown({ client, server, conversation }: Talk): string | undefined {
  const [from, to] = [addressText(client.address), addressText(server.address)];
  if (!conversation.connected) {
    const answer = conversation.refused ? 'was refused' : 'got no answer';
    return `${from} asked ${to} for a connection and ${answer}.`;
  }
  const strays = client.stream.strays + server.stream.strays;
  if (strays > 0) return `Left out: ${packetsText(strays)} from ${from} to ${to} that fit nowhere.`;
  if (conversation.client !== undefined) return undefined;
  return `The beginning of the connection from ${from} to ${to} is not in the capture.`;
}

function packetsText(count: number): string {
  return count === 1 ? '1 packet' : `${count} packets`;
}
