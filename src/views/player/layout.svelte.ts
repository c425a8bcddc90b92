import { recall, remember } from '../shell/storage.ts';
import { readSizes, styleOf, writeSizes, type Sizes, type ViewName } from './panes.ts';
import { presenterGrid, readPair, withView, type Pair, type Presented } from './presenter.ts';

const SIZES = 'wirestep.panes';
const PRESENTER = 'wirestep.presenter';
const PAIR = 'wirestep.presenter-views';

/** How the player's panes share the page: kept in this browser where it keeps anything. */
export class Layout {
  #sizes = $state.raw<Sizes>(readSizes(recall(SIZES)));
  #presenter = $state(recall(PRESENTER) === 'on');
  #pair = $state.raw<Pair>(readPair(recall(PAIR)));

  constructor() {
    this.#apply();
  }

  /** Large, with the lesson and two views only. */
  get presenter(): boolean {
    return this.#presenter;
  }

  set presenter(on: boolean) {
    this.#presenter = on;
    remember(PRESENTER, on ? 'on' : undefined);
    this.#apply();
  }

  /** The two views at presenter scale. */
  get pair(): Pair {
    return this.#pair;
  }

  /** Some pane has a size that a person chose. */
  get changed(): boolean {
    return writeSizes(this.#sizes) !== undefined;
  }

  /** Brings a view to the two that are presented. */
  present(view: Presented): void {
    this.#pair = withView(this.#pair, view);
    remember(PAIR, this.#pair.join(' '));
  }

  /** Whether a view is on the page, where there is room for more than one. */
  shows(view: ViewName): boolean {
    if (!this.#presenter || view === 'lesson') return true;
    return this.#pair.some((one) => one === view);
  }

  /** Custom properties, or the presenter's whole grid, for the style of the panes' box. */
  style(lesson: boolean): string {
    return this.#presenter ? presenterGrid(this.#pair, lesson) : styleOf(this.#sizes);
  }

  resize(view: ViewName, size: number): void {
    this.#keep({ ...this.#sizes, [view]: size });
  }

  /** One pane, or all of them, as at first. */
  reset(view?: ViewName): void {
    const kept = Object.entries(this.#sizes).filter(([one]) => view !== undefined && one !== view);
    this.#keep(Object.fromEntries(kept));
  }

  #keep(sizes: Sizes): void {
    this.#sizes = sizes;
    remember(SIZES, writeSizes(sizes));
  }

  #apply(): void {
    const { dataset } = document.documentElement;
    if (this.#presenter) dataset['scale'] = 'presenter';
    else delete dataset['scale'];
  }
}
