import { compareTraces, type ComparedThread, type Comparison } from '../../analysis/compare.ts';
import { explain, explainThread, incomparable } from '../../analysis/compare-words.ts';
import type { Link } from '../../replay/link.ts';
import type { Trace } from '../../trace/trace.ts';
import type { Sources } from '../shell/sources.ts';
import { Progress } from '../lesson/progress.svelte.ts';
import { CompareSide } from './compare-side.svelte.ts';
import { rowAt, rowCount, type Row } from './rows.ts';

type CompareLink = Link & { readonly page: 'compare' };

/** Two recordings side by side: which thread is looked at, and at which of its calls both are. */
export class CompareState {
  readonly left: CompareSide;
  readonly right: CompareSide;
  #comparison = $state.raw<Comparison>();
  #key = $state<string>();
  #step = $state(0);
  /** Where the first difference is, in a sentence. */
  text = $state('');

  readonly thread: ComparedThread | undefined = $derived(
    this.#comparison?.threads.find(({ key }) => key === this.#key),
  );
  readonly rows = $derived(this.thread === undefined ? 0 : rowCount(this.thread));
  /** What this thread's own first difference is. */
  readonly ownText = $derived.by(() => {
    const traces = this.#traces;
    return this.thread && traces && explainThread(this.thread, ...traces);
  });

  constructor({ left, right }: Pick<CompareLink, 'left' | 'right'>, progress = new Progress()) {
    this.left = new CompareSide(left, progress);
    this.right = new CompareSide(right, progress);
  }

  /** Both names, for the browser's tab. */
  get title(): string {
    return `${this.left.title} and ${this.right.title}`;
  }

  /** One of the two could not be had. */
  get failed(): boolean {
    return this.left.opening.trouble !== undefined || this.right.opening.trouble !== undefined;
  }

  /** True for a link to the same two. */
  isOf(link: CompareLink): boolean {
    const both = ({ left, right }: Pick<CompareLink, 'left' | 'right'>): string =>
      JSON.stringify([left, right]);
    return both(link) === both({ left: this.left.source, right: this.right.source });
  }

  get comparison(): Comparison | undefined {
    return this.#comparison;
  }

  /** The row of the moment, from 0. */
  get step(): number {
    return this.#step;
  }

  get atFirst(): boolean {
    const first = this.#comparison?.first;
    return first?.thread.key === this.#key && first?.step === this.#step;
  }

  /** The address of this moment: that of the left playhead. */
  get look(): Pick<Link, 'seq' | 'thread'> {
    return { seq: this.left.player?.replay.event?.seq, thread: this.thread?.left?.thread };
  }

  /** Loads both, compares them, and goes to the link's moment, else to the first difference. */
  async open(sources: Sources, link: CompareLink): Promise<void> {
    await Promise.all([this.left.open(sources), this.right.open(sources)]);
    // Both titles are on the page before the comparison takes its time.
    await new Promise((resolve) => setTimeout(resolve));
    const traces = this.#traces;
    if (traces === undefined) return;
    this.text = incomparable(...traces) ?? '';
    if (this.text !== '') return;
    const comparison = compareTraces(...traces);
    this.text = explain(comparison, ...traces);
    this.#comparison = comparison;
    if (!this.goTo(link)) this.goToFirst();
  }

  close(): void {
    this.left.opening.cancel();
    this.right.opening.cancel();
  }

  /** To the moment of a link; false where this comparison has no such. */
  goTo({ seq, thread: id }: CompareLink): boolean {
    const thread = this.#comparison?.threads.find(({ left }) => left?.thread === id);
    const position =
      seq === undefined ? -1 : (this.left.player?.replay.trace.positionOf(seq) ?? -1);
    if (thread?.left === undefined || position < 0) return false;
    const { calls, answers } = thread.left;
    const step = calls.findIndex((call, n) => call === position || answers[n] === position);
    if (step < 0) return false;
    this.select(thread.key, step);
    return true;
  }

  goToFirst(): void {
    const { first, turn, threads } = this.#comparison ?? {};
    if (first !== undefined) this.select(first.thread.key, first.step);
    else this.select((turn?.left ?? threads?.[0])?.key ?? '', 0);
  }

  /** A thread, at the first call that differs where nothing else is said. */
  select(key: string, step?: number): void {
    this.#key = key;
    this.go(step ?? this.thread?.same ?? 0);
  }

  /** Both playheads to a call of the thread: to its answer where it has one. */
  go(step: number): void {
    this.#step = Math.max(0, Math.min(step, this.rows - 1));
    for (const [side, steps] of [
      [this.left, this.thread?.left],
      [this.right, this.thread?.right],
    ] as const) {
      const call = steps?.calls[this.#step];
      const answer = steps?.answers[this.#step] ?? -1;
      if (call !== undefined) side.player?.replay.seek(answer < 0 ? call : answer);
    }
  }

  row(n: number): Row | undefined {
    const traces = this.#traces;
    return this.thread && traces && rowAt(this.thread, n, ...traces);
  }

  get #traces(): readonly [Trace, Trace] | undefined {
    const [left, right] = [this.left.player, this.right.player];
    return left && right && [left.replay.trace, right.replay.trace];
  }
}
