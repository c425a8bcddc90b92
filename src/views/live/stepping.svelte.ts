import type { Command } from '../../live/messages.ts';
import type { PlayerState } from '../player/player-state.svelte.ts';
import { goneThreads } from './gone-threads.ts';
import { countWords, isHeld, targetOf, threadsNow, type ThreadNow } from './live-threads.ts';

/** The threads of the running server in the presenter's hands. */
export class Stepping {
  readonly #player: () => PlayerState;

  readonly #now = $derived.by(() => {
    const { trace } = this.#player().replay;
    return { trace, scene: this.#player().replay.sceneAt(trace.length - 1) };
  });
  /** All that are alive, as they are now. */
  readonly threads: readonly ThreadNow[] = $derived.by(() => {
    const { holds, room } = this.#player().live ?? {};
    return threadsNow(this.#now.trace, this.#now.scene, holds, room?.names);
  });
  /** The one that the buttons are about. */
  readonly target = $derived.by(() => targetOf(this.threads, this.#player().replay.thread));
  readonly counts = $derived(countWords(this.threads));
  /** All of the server's are held, and the new ones will be. */
  readonly all = $derived.by(() => this.#player().live?.holds?.all ?? false);
  /** Asked for where a list shows them: costs a look at every connection. */
  readonly gone: ReadonlySet<number> = $derived.by(() =>
    goneThreads(this.#now.trace, this.#now.scene),
  );

  constructor(player: () => PlayerState) {
    this.#player = player;
  }

  /** Holds a thread before its next call, and stays with it. */
  async hold(thread = this.target?.id): Promise<void> {
    if (thread === undefined) return this.#refuse('There is no thread to hold.');
    this.#stayWith(thread);
    await this.#ask({ type: 'hold', thread });
  }

  /** Lets it make one call. */
  async step(thread = this.target?.id): Promise<void> {
    const found = this.#heldOne(thread);
    if (found === undefined) return;
    this.#stayWith(found.id);
    await this.#ask({ type: 'step', thread: found.id });
  }

  /** Lets it run until something has happened. */
  async run(until: string, thread = this.target?.id): Promise<void> {
    const found = this.threads.find(({ id }) => id === thread);
    if (found === undefined) return this.#refuse('There is no thread to run.');
    this.#stayWith(found.id);
    await this.#ask({ type: 'run', thread: found.id, until });
  }

  async resume(thread = this.target?.id): Promise<void> {
    if (thread !== undefined) await this.#ask({ type: 'resume', thread });
  }

  /** The thread in focus is held, or let go. */
  async toggle(thread = this.target?.id): Promise<void> {
    const found = this.threads.find(({ id }) => id === thread);
    return found !== undefined && isHeld(found) ? this.resume(thread) : this.hold(thread);
  }

  async toggleAll(): Promise<void> {
    await this.#ask({ type: this.all ? 'resume' : 'hold', thread: 'all' });
  }

  async stepAll(): Promise<void> {
    await this.#ask({ type: 'step', thread: 'all' });
  }

  async runAll(until: string): Promise<void> {
    await this.#ask({ type: 'run', thread: 'all', until });
  }

  /** Ends a thread of the server, or all whose client is gone. The recording says who did it. */
  async end(thread: number | 'gone'): Promise<void> {
    await this.#ask({ type: 'end-thread', thread });
  }

  /** It becomes the one that the buttons, the lanes and the source are about. */
  choose(thread: number): void {
    this.#player().replay.thread = thread;
  }

  /** The one that the buttons are about is the chosen one from now on: in the source and on the
   *  lanes too. */
  #stayWith(thread: number): void {
    if (thread === this.target?.id) this.choose(thread);
  }

  #heldOne(thread: number | undefined): ThreadNow | undefined {
    const found = this.threads.find(({ id }) => id === thread);
    if (found?.does === 'held') return found;
    this.#refuse(
      found === undefined
        ? 'There is no thread to step.'
        : `${found.name} is not held now: hold it first, then step.`,
    );
    return undefined;
  }

  #refuse(why: string): void {
    const { live } = this.#player();
    if (live !== undefined) live.problem = why;
  }

  async #ask(command: Command): Promise<void> {
    await this.#player().live?.ask(command);
  }
}
