import { recall, remember } from '../shell/storage.ts';
import { partGrid, presentedOf } from './part-grid.ts';
import { readSizes, styleOf, VIEWS, writeSizes, type Sizes, type ViewName } from './panes.ts';
import { presenterGrid, readPair, withView, type Pair, type Presented } from './presenter.ts';

const SIZES = 'wirestep.panes';
const PRESENTER = 'wirestep.presenter';
const WITH_TERMINALS: ReadonlySet<ViewName> = new Set(['lesson', 'terminals']);
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

  /**
   * Whether a view is on the page, where there is room for more than one.
   * @param only the views that a page of a lesson shows; undefined: all
   */
  shows(view: ViewName, only?: readonly ViewName[]): boolean {
    if (view === 'lesson') return true;
    if (!this.#presenter) return only === undefined || only.includes(view);
    return presentedOf(this.#pair, only).some((one) => one === view);
  }

  /** Custom properties, or a whole grid, for the style of the panes' box. */
  style(lesson: boolean, only?: readonly ViewName[]): string {
    const sizes = styleOf(this.#sizes);
    if (!this.#presenter) return only === undefined ? sizes : `${sizes}; ${partGrid(only)}`;
    const [one, two] = presentedOf(this.#pair, only);
    if (one !== undefined && two !== undefined) return presenterGrid([one, two], lesson);
    return partGrid(['lesson', ...(one === undefined ? [] : [one])]);
  }

  /** Whether the terminals have the page to themselves, beside the lesson. */
  isWide(only?: readonly ViewName[]): boolean {
    return VIEWS.every((view) => WITH_TERMINALS.has(view) || !this.shows(view, only));
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
