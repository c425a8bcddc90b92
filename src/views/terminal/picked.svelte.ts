import type { PlayerState } from '../player/player-state.svelte.ts';
import { lastWriter } from './words.ts';

/** Which terminal is in front where there is room for one. */
export class Picked {
  readonly #player: () => PlayerState;
  /** What was chosen by hand, the newest first, and beside which selected thread. */
  #byHand = $state.raw<{ programs: readonly number[]; beside: number | undefined }>();

  constructor(player: () => PlayerState) {
    this.#player = player;
  }

  /** What was picked, else the selected thread's, else where something was written last. */
  prefer(programs: ReadonlySet<number>): number | undefined {
    const { replay, thread } = this.#player();
    const byHand = this.#byHand?.beside === replay.thread ? this.#byHand?.programs : undefined;
    const selected = replay.thread === undefined ? undefined : thread?.program;
    return (
      [...(byHand ?? []), selected].find((one) => one !== undefined && programs.has(one)) ??
      lastWriter(replay.trace, replay.scene.position, programs)
    );
  }

  pick(program: number): void {
    const before = this.#byHand?.programs.filter((one) => one !== program) ?? [];
    this.#byHand = { programs: [program, ...before], beside: this.#player().replay.thread };
  }
}
