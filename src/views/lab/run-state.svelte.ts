import { goodOf } from '../../lab/good.ts';
import { readComposition, writeComposition } from '../../lab/link.ts';
import type { Sources } from '../shell/sources.ts';
import { keepRun } from './runs.ts';

/** A run of a composition on the server: on its way, or why there is none. */
export class RunState {
  #running = $state(false);
  #failure = $state<string>();
  readonly #sources: Pick<Sources, 'runLab'>;

  constructor(sources: Pick<Sources, 'runLab'>) {
    this.#sources = sources;
  }

  get running(): boolean {
    return this.#running;
  }

  /** One sentence. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** The id of the new recording; undefined where there is none, or another run is on its way. */
  async run(composed: string): Promise<string | undefined> {
    if (this.#running) return undefined;
    this.#running = true;
    this.#failure = undefined;
    try {
      const id = await this.#sources.runLab(composed);
      keepRun({ id, composed });
      return id;
    } catch (error) {
      this.#failure = error instanceof Error ? error.message : String(error);
      return undefined;
    } finally {
      this.#running = false;
    }
  }
}

/** The good run of a composition as text; undefined where it is that itself, or none. */
export function goodText(composed: string): string | undefined {
  const composition = readComposition(composed);
  if (typeof composition === 'string') return undefined;
  const good = writeComposition(goodOf(composition));
  return good === writeComposition(composition) ? undefined : good;
}
