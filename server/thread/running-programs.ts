/** The programs that an engine has started, by their numbers in the trace. */
import type { Told } from './context.ts';

export interface Program {
  readonly name: string;
  onMessage(told: Told): void;
  /** Its exit code, once its main thread has ended. */
  code?: number;
  /** It is being stopped: whoever does it writes down its end. */
  stopping?: boolean;
  /** A client: nothing that is typed reaches it any more. */
  deafen?(): void;
}

export interface Listener {
  readonly host: string;
  readonly port: number;
}

export class RunningPrograms {
  readonly #all = new Map<number, Program>();
  readonly #listeners = new Map<number, Listener>();

  /** Gives it its number. */
  add(program: Program): number {
    const number = this.#all.size + 1;
    this.#all.set(number, program);
    return number;
  }

  /** Hands a message to the program that it is about. */
  tell(told: Told): void {
    if (told.type === 'bound') this.#listeners.set(told.program, told);
    if (told.type === 'ended') this.#listeners.delete(told.program);
    this.#all.get(told.program)?.onMessage(told);
  }

  /** The last one that was started by a name, with its number. */
  find(name: string): readonly [number, Program] | undefined {
    return [...this.#all].findLast(([, one]) => one.name === name);
  }

  /** Where a server listens; where it is bound to, before that. */
  listenerOf(program: number): Listener | undefined {
    const found = this.#listeners.get(program);
    return found && { host: found.host, port: found.port };
  }

  /** Where all servers listen. */
  get listeners(): readonly Listener[] {
    return [...this.#listeners.values()];
  }
}
