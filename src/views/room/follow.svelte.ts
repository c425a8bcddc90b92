import { untrack } from 'svelte';
import type { LookState, QuestionState } from '../../live/state.ts';
import { parseLink } from '../../replay/link.ts';
import { stopPractice } from '../lesson/practice-state.svelte.ts';
import type { LiveState } from '../live/live-state.svelte.ts';
import type { AppState } from '../shell/app-state.svelte.ts';
import { ACTS, isAct, isOwn, type Stand } from './navigation.ts';
import { placeOf, standOf } from './stand.ts';

/** `question`: the room is asked something; after that the page follows again. */
export type Mode = 'following' | 'own' | 'question';

/** A follower's page: goes where the presenter is, until its person goes somewhere else. */
export class FollowState {
  readonly #app: AppState;
  readonly #live: LiveState;
  #mode = $state<Mode>('following');
  #waiting = $state<number>();
  /** Where the page was left by what is not the person. */
  #stand: Stand;
  /** The last look that was shown, and how many are on their way to the screen. */
  #shown: LookState | undefined;
  #showing = 0;
  #acted = false;
  /** Number of the question that has stopped the following. */
  #asked: number | undefined;

  constructor(app: AppState, live: LiveState) {
    this.#app = app;
    this.#live = live;
    this.#stand = untrack(() => standOf(app));
  }

  get mode(): Mode {
    return this.#mode;
  }

  /** The presenter's event, where it has not arrived here yet. */
  get waiting(): number | undefined {
    return this.#mode === 'following' ? this.#waiting : undefined;
  }

  /** Back to where the presenter is. */
  follow(): void {
    const player = this.#app.opened?.player;
    if (player?.practice !== undefined) stopPractice(player);
    player?.replay.pause();
    this.#mode = 'following';
    this.#shown = undefined;
    void this.#catchUp();
  }

  /** Follows until the returned function is called. Effects hang on the caller. */
  watch(): () => void {
    $effect(() => this.#hear(this.#live.question));
    $effect(() => this.#look(standOf(this.#app)));
    $effect(() => {
      if (this.#live.look && this.#live.follows) untrack(() => void this.#catchUp());
    });
    const act = (event: Event): void => this.#act(event);
    for (const type of ACTS) window.addEventListener(type, act, true);
    return () => {
      for (const type of ACTS) window.removeEventListener(type, act, true);
    };
  }

  /** What comes of an act is there before the browser's next task. */
  #act(event: Event): void {
    if (!isAct(event)) return;
    this.#acted = true;
    setTimeout(() => (this.#acted = false));
  }

  #hear(question: QuestionState | undefined): void {
    const asked = question?.revealed === false ? question.number : undefined;
    untrack(() => {
      if (asked !== undefined && asked !== this.#asked && this.#mode === 'following')
        this.#mode = 'question';
      this.#asked = asked;
      if (asked === undefined && this.#mode === 'question') this.follow();
    });
  }

  #look(now: Stand): void {
    untrack(() => {
      const before = this.#stand;
      if (this.#mode === 'own' || !this.#live.follows) return;
      // While something loads there is nothing to go to but another page.
      const own =
        this.#showing > 0
          ? this.#acted && now.place !== this.#target
          : isOwn(before, now, this.#acted);
      if (own) this.#mode = 'own';
      else if (this.#showing === 0) this.#settle(now.trace !== before.trace);
    });
  }

  get #target(): string | undefined {
    return this.#shown && placeIn(this.#shown);
  }

  /** Shows the newest look; a page that was asked something on arrival shows one too. */
  async #catchUp(): Promise<void> {
    const look = this.#next;
    // What is being opened shows the newest look when it is there; something else is opened at once.
    if (look === undefined || (this.#showing > 0 && placeIn(look) === this.#target)) return;
    this.#shown = look;
    this.#showing++;
    try {
      if (!this.#failed) await this.#app.go(look.link);
    } finally {
      this.#showing--;
    }
    if (this.#showing > 0) return;
    if (this.#mode !== 'own') this.#settle(false);
    await this.#catchUp();
  }

  get #next(): LookState | undefined {
    const { look, follows } = this.#live;
    const wants = this.#mode === 'following' || (this.#mode === 'question' && !this.#shown);
    return wants && follows && look !== this.#shown ? look : undefined;
  }

  /** What cannot be opened is not asked for again with every step of the presenter. */
  get #failed(): boolean {
    const { opening, link } = this.#app;
    return opening.trouble !== undefined && link !== undefined && placeOf(link) === this.#target;
  }

  /** Puts the playhead where the presenter's is, as near as it can come. */
  #settle(grown: boolean): void {
    const look = this.#mode === 'following' ? this.#shown : undefined;
    const { opened } = this.#app;
    const link = parseLink(look?.link ?? '');
    const there = link !== undefined && opened !== undefined && placeOf(link) === opened.key;
    this.#waiting = undefined;
    if (there && look !== undefined) {
      const { replay, course } = opened.player;
      if (course !== undefined) {
        if (grown) void this.#again();
      } else if (look.now) this.#toEnd();
      else if (link.seq === undefined) replay.seek(-1);
      else if (replay.event?.seq !== link.seq && !replay.seekSeq(link.seq)) {
        this.#toEnd();
        this.#waiting = link.seq;
      }
    }
    this.#stand = standOf(this.#app);
  }

  /** More of the lesson can be shown: perhaps now the presenter's moment. */
  async #again(): Promise<void> {
    this.#shown = undefined;
    await this.#catchUp();
  }

  #toEnd(): void {
    const replay = this.#app.opened?.player.replay;
    if (replay !== undefined && replay.rank < replay.count) replay.last();
  }
}

/** What a look is at; undefined where its link leads nowhere. */
function placeIn({ link }: LookState): string | undefined {
  const found = parseLink(link);
  return found && placeOf(found);
}
