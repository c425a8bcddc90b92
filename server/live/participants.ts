import { LiveError } from './live-error.ts';
import { plainAddress, type Named } from './names.ts';

/** Participants are remembered while the class lasts: their answers and names come back with them. */
export const MOST_PARTICIPANTS = 1000;

export interface Participant extends Named {
  /** Of the cookie. */
  readonly key: string;
  /** Pages that are connected now. */
  readonly pages: number;
}

/** Everybody who follows, or has followed in this class, by number. */
export class Participants {
  readonly #all = new Map<number, Participant>();

  /** A page has come. `address`: of its machine. */
  connect(number: number, key: string, address?: string): void {
    const known = this.#all.get(number);
    if (known === undefined) this.#makeRoom();
    const at = address === undefined ? {} : { address: plainAddress(address) };
    this.#all.set(number, { ...known, number, key, pages: (known?.pages ?? 0) + 1, ...at });
  }

  /** A page has gone. */
  leave(number: number): void {
    const known = this.#all.get(number);
    if (known !== undefined)
      this.#all.set(number, { ...known, pages: Math.max(0, known.pages - 1) });
  }

  /** @throws LiveError where nobody has the number */
  rename(number: number, name: string): void {
    const known = this.#all.get(number);
    if (known === undefined) throw new LiveError('You are not in the class: join it again.');
    const { name: _, ...unnamed } = known;
    this.#all.set(number, name === '' ? unnamed : { ...unnamed, name });
  }

  of(number: number): Participant | undefined {
    return this.#all.get(number);
  }

  /** In the order in which they joined. */
  get all(): readonly Participant[] {
    return [...this.#all.values()];
  }

  get following(): number {
    return this.all.filter(({ pages }) => pages > 0).length;
  }

  forget(): void {
    this.#all.clear();
  }

  /** Who has been away longest is forgotten; of those, somebody without a name first. */
  #makeRoom(): void {
    if (this.#all.size < MOST_PARTICIPANTS) return;
    const away = this.all.filter(({ pages }) => pages === 0);
    const first = away.find(({ name }) => name === undefined) ?? away[0];
    if (first !== undefined) this.#all.delete(first.number);
  }
}
