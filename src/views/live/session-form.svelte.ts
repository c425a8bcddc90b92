import type { Command } from '../../live/messages.ts';
import type { ServerProgram } from '../../live/state.ts';
import type { LiveState } from './live-state.svelte.ts';

/** As the server's own limit; a longer title is not sent. */
export const LONGEST_TITLE = 120;

/** What the presenter chooses for the next session, and the acts that begin and end one. */
export class SessionForm {
  readonly #live: () => LiveState;
  /** How many clients would lose their server. */
  readonly #connected: () => number;
  program = $state<ServerProgram>('course');
  /** As it was typed. */
  port = $state('');
  title = $state('');
  /** What waits for a yes: clients are connected. */
  asks = $state<'stop' | 'restart'>();
  /** A command is on its way. */
  busy = $state(false);

  readonly portProblem = $derived.by(() => {
    const number = Number(this.port);
    if (/^\d{1,5}$/.test(this.port) && number <= 65_535) return undefined;
    return 'A port is a number from 1 to 65535. 0 takes one that is free.';
  });

  constructor(live: () => LiveState, connected: () => number) {
    this.#live = live;
    this.#connected = connected;
    const { session } = live();
    this.program = session?.program ?? 'course';
    this.port = String(session?.port ?? 5050);
    this.title = session?.title ?? '';
  }

  get connected(): number {
    return this.#connected();
  }

  /** Starts a server, or one in the place of the one that runs. True once it does. */
  async start(sure = false): Promise<boolean> {
    if (this.portProblem !== undefined) return false;
    if (!sure && this.#runs && this.connected > 0) return this.#ask('restart');
    const { program, port, title } = this;
    return this.#do({
      type: 'session-start',
      program,
      port: Number(port),
      title: title.trim().slice(0, LONGEST_TITLE),
    });
  }

  async stop(sure = false): Promise<boolean> {
    if (!sure && this.connected > 0) return this.#ask('stop');
    return this.#do({ type: 'session-stop' });
  }

  /** The answer to what was asked. */
  async answer(yes: boolean): Promise<boolean> {
    const { asks } = this;
    this.asks = undefined;
    if (!yes || asks === undefined) return false;
    return asks === 'stop' ? this.stop(true) : this.start(true);
  }

  get #runs(): boolean {
    return this.#live().session?.state === 'running';
  }

  #ask(what: 'stop' | 'restart'): false {
    this.asks = what;
    return false;
  }

  async #do(command: Command): Promise<boolean> {
    this.busy = true;
    const reply = await this.#live().ask(command);
    this.busy = false;
    return reply !== undefined;
  }
}
