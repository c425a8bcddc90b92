/** What a composition may ask for. The server runs no other, the page says why. */
import { actsOf, type ComposedMessage, type Composition } from './composition.ts';

export const LIMITS = {
  clients: 8,
  messages: 32,
  /** Of all clients together. */
  bytes: 256 * 1024,
  /** Of one client. */
  sends: 512,
  pauseMs: 2000,
  /** Of one client. */
  pausesMs: 10_000,
  /** The most that one recv of the server asks for. */
  recv: 65_536,
} as const;

/** One sentence: why this composition cannot be run; undefined where it can. */
export function problemOf(composition: Composition): string | undefined {
  const { clients, messages, server } = composition;
  if (!isWhole(clients, 1, LIMITS.clients)) return `There can be 1 to ${LIMITS.clients} clients.`;
  if (messages.length > LIMITS.messages) {
    return `There can be at most ${LIMITS.messages} messages; these are ${messages.length}.`;
  }
  for (const [n, message] of messages.entries()) {
    const problem = problemOfMessage(message);
    if (problem !== undefined) return `Message ${n + 1}: ${problem}`;
  }
  for (const size of [server.headerRecv, server.payloadRecv]) {
    if (size !== undefined && !isWhole(size, 1, LIMITS.recv)) {
      return `The server's recv can ask for 1 to ${LIMITS.recv} bytes.`;
    }
  }
  return problemOfSum(composition);
}

function problemOfMessage(message: ComposedMessage): string | undefined {
  const { header, payload, cuts, pauses, wait = 0, readsAfter = 0 } = message;
  if (![header, payload].every((hex) => /^(?:[\da-f]{2})*$/.test(hex))) {
    return 'its bytes are no pairs of hex digits.';
  }
  const size = (header.length + payload.length) / 2;
  if (!cuts.every((cut, n) => isWhole(cut, (cuts[n - 1] ?? 0) + 1, size - 1))) {
    return 'a cut is not between two of its bytes.';
  }
  if (![...pauses, wait, readsAfter].every((ms) => isWhole(ms, 0, LIMITS.pauseMs))) {
    return `a pause can be 0 to ${LIMITS.pauseMs} milliseconds.`;
  }
  return pauses.length > cuts.length ? 'there are more pauses than cuts.' : undefined;
}

function problemOfSum(composition: Composition): string | undefined {
  const acts = actsOf(composition);
  let bytes = 0;
  let sends = 0;
  let paused = 0;
  for (const act of acts) {
    if (act.do === 'send') sends++;
    if (act.do === 'send') bytes += act.hex.length / 2;
    if (act.do === 'pause') paused += act.ms;
  }
  const all = bytes * composition.clients;
  if (all > LIMITS.bytes) {
    return `All clients together can send ${LIMITS.bytes} bytes; these are ${all}.`;
  }
  if (sends > LIMITS.sends) return `A client can send ${LIMITS.sends} times; these are ${sends}.`;
  if (paused > LIMITS.pausesMs) {
    const seconds = LIMITS.pausesMs / 1000;
    return `A client can pause ${seconds} seconds in all; these are ${paused / 1000}.`;
  }
  return undefined;
}

function isWhole(value: number, from: number, to: number): boolean {
  return Number.isInteger(value) && value >= from && value <= to;
}
