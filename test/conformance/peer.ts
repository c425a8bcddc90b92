import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { AddressTuple } from '../../server/thread/python/address.ts';
import type { Sight } from './cases.ts';

const PATIENCE_MS = 15_000;
const TURNS = 25;

/**
 * A client that does one step after the other, as a script with blocking calls would: every write
 * leaves at once, nothing is read but when asked, so unread replies stay in the kernel.
 */
export class Peer {
  readonly #socket: Socket;
  readonly #chunks: Buffer[] = [];
  #sent = 0;
  #left: Sight | undefined;
  #seen: 'fin' | 'rst' | undefined;
  readonly address: AddressTuple;
  /** Number of the trace's last event before it came: its port may have been another's. */
  readonly since: number;

  private constructor(socket: Socket, chunks: Buffer[], since: number) {
    this.since = since;
    this.#socket = socket;
    this.#chunks = chunks;
    this.address = ['127.0.0.1', socket.localPort ?? 0];
    socket.on('end', () => (this.#seen ??= 'fin'));
    socket.on('error', () => (this.#seen ??= 'rst'));
  }

  static async connect(port: number, since = 0): Promise<Peer> {
    const chunks: Buffer[] = [];
    const buffer = Buffer.alloc(65_536);
    const keep = (n: number): boolean => chunks.push(Buffer.from(buffer.subarray(0, n))) > 0;
    const onread = { buffer, callback: keep };
    const options = { host: '127.0.0.1', port, noDelay: true, allowHalfOpen: true, onread };
    const socket = connect(options).pause();
    await once(socket, 'connect');
    return new Peer(socket, chunks, since);
  }

  get sent(): number {
    return this.#sent;
  }

  /** True once it has said that it sends no more. */
  get finished(): boolean {
    return this.#left !== undefined || this.#socket.writableEnded;
  }

  get replies(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  send(bytes: Uint8Array): void {
    this.#sent += bytes.length;
    this.#socket.write(bytes);
  }

  async awaitReply(bytes: number): Promise<void> {
    const enough = (): boolean => this.replies.length >= bytes;
    await this.#readUntil(enough, PATIENCE_MS);
    if (!enough()) throw new Error(`${this.replies.length} of ${bytes} bytes of reply came`);
  }

  shutdownWrite(): void {
    this.#socket.end();
  }

  close(): void {
    this.#left ??= 'closed-by-client';
    this.#socket.destroy();
  }

  reset(): void {
    this.#left ??= 'reset-by-client';
    this.#socket.resetAndDestroy();
  }

  /** What it sees of the connection, watching for at most `ms`. */
  async sees(ms: number): Promise<Sight> {
    if (this.#left !== undefined) return this.#left;
    await this.#readUntil(() => this.#seen !== undefined, ms);
    return this.#seen ?? 'open';
  }

  async #readUntil(done: () => boolean, ms: number): Promise<void> {
    const end = performance.now() + ms;
    this.#socket.resume();
    // Turns of the event loop count too: on a busy machine one may take all of the time.
    for (let turn = 0; !done() && (performance.now() < end || turn < TURNS); turn++) await delay(2);
    if (this.#seen === undefined) this.#socket.pause();
  }
}
