import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { GateOptions } from './gate.ts';
import { isLoopback } from './hosts.ts';

/**
 * The address of the machine that asks. Behind `--public-url` the proxy names it last in
 * X-Forwarded-For: what stands before, the client may have written itself. Where the network
 * reaches the page too, only a proxy on this machine is believed: anybody there can write that.
 */
export function addressOf(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  { publicUrl, lan = false }: GateOptions,
): string {
  const peer = plainAddress(socket.remoteAddress ?? '');
  if (publicUrl === undefined || (lan && !isLoopback(peer))) return peer;
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',');
  const last = plainAddress(forwarded.split(',').at(-1)?.trim() ?? '');
  return isIP(last) === 0 ? peer : last;
}

/** Listeners hear of it so often at most: a class asks for much. */
const TOLD_MS = 5_000;

/** When another device last asked for something: so a class can see that it gets through. */
export class Reach {
  readonly #listeners = new Set<() => void>();
  #last: number | undefined;
  #told = 0;

  /** ISO 8601; undefined while none has. */
  get last(): string | undefined {
    return this.#last === undefined ? undefined : new Date(this.#last).toISOString();
  }

  /** A request that passed the gate came from this address. */
  note(address: string): void {
    if (address === '' || isLoopback(address) || isOwn(address)) return;
    this.#last = Date.now();
    if (this.#last - this.#told < TOLD_MS) return;
    this.#told = this.#last;
    for (const listener of this.#listeners) listener();
  }

  /** Calls the listener when another device has come, at most every five seconds. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

function isOwn(address: string): boolean {
  return Object.values(networkInterfaces()).some((all) =>
    all?.some((own) => own.address === address),
  );
}

/** An IPv4 address that came through an IPv6 socket, as IPv4. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
