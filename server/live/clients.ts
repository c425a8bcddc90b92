/** The client programs of a session: each with a terminal that somebody types on. */
import type { ClientProgram, ClientState } from '../../src/live/state.ts';
import type { Client } from '../thread/client.ts';
import type { Engine } from '../thread/engine.ts';
import { LiveError } from './live-error.ts';

/** Ended clients whose terminals nobody has closed; the oldest are forgotten. */
const ENDED = 50;
/** Lines typed while the program was busy. */
const TYPED_AHEAD = 100;

export interface ClientsOptions {
  readonly engine: Engine;
  /** Where the server listens. */
  readonly host: string;
  readonly port: number;
  /** How many may run at a time. */
  readonly most: number;
  /** The list is another now. */
  readonly onChange: () => void;
}

interface One {
  readonly client: Client;
  state: ClientState;
}

export class Clients {
  readonly #options: ClientsOptions;
  readonly #all = new Map<string, One>();
  #started = 0;

  constructor(options: ClientsOptions) {
    this.#options = options;
  }

  /** In the order of their starts. */
  get list(): readonly ClientState[] {
    return [...this.#all.values()].map(({ state }) => state);
  }

  /** Starts one and returns its name. @throws LiveError */
  start(program: ClientProgram, participant?: number): string {
    const { engine, most, host, port, onChange } = this.#options;
    const running = this.list.filter((one) => one.running).length;
    if (running >= most) {
      throw new LiveError(`${running} clients run already, the most allowed: close one first.`);
    }
    const name = `client-${++this.#started}`;
    // A server on all addresses is reached from here by this machine's own.
    const address = { host: host === '0.0.0.0' ? '127.0.0.1' : host, port };
    const client = engine.startClient({ program, name, ...address });
    const state = { name, program, ...(participant === undefined ? {} : { participant }) };
    this.#all.set(name, { client, state: { ...state, running: true } });
    void client.done.then(() => this.#ended(name));
    onChange();
    return name;
  }

  /** Types a line, or ends the input. @throws LiveError */
  type(name: string, text: string | undefined): void {
    const { client } = this.#running(name);
    if (client.pending >= TYPED_AHEAD) {
      throw new LiveError(`${name} has ${TYPED_AHEAD} lines to read already: wait for it.`);
    }
    client.type(text);
  }

  /** Ctrl-C on its terminal; resolves once it has ended. @throws LiveError */
  async interrupt(name: string): Promise<void> {
    this.#running(name);
    await this.#options.engine.interrupt(name);
  }

  /** Closes its terminal, which ends it. @throws LiveError */
  async close(name: string): Promise<void> {
    const one = this.#all.get(name);
    if (one === undefined) throw new LiveError(`There is no client ${name} in this session.`);
    if (one.state.running) await this.#options.engine.hangUp(name);
    this.#all.delete(name);
    this.#options.onChange();
  }

  #running(name: string): One {
    const one = this.#all.get(name);
    if (one === undefined) throw new LiveError(`There is no client ${name} in this session.`);
    if (!one.state.running) throw new LiveError(`${name} has ended: start another client.`);
    return one;
  }

  #ended(name: string): void {
    const one = this.#all.get(name);
    if (one === undefined) return;
    one.state = { ...one.state, running: false };
    const ended = this.list.filter(({ running }) => !running);
    for (const { name: oldest } of ended.slice(0, -ENDED)) this.#all.delete(oldest);
    this.#options.onChange();
  }
}
