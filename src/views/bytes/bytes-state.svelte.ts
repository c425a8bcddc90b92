import { innerHeight, innerWidth } from 'svelte/reactivity/window';
import type { Range } from '../../protocol/frame.ts';
import type { ByteAt } from '../../replay/look.ts';
import type { PlayerState } from '../player/player-state.svelte.ts';
import { choicesOf, pickConnection } from './connection.ts';
import { hasConsequence } from './consequence.ts';
import { fieldAt, fieldsOf, foldable, messageToShow, replyField } from './fields.ts';
import type { Field, Frames } from './fields.ts';
import { sendOf, takeOf } from './follow.ts';
import { callOf, inspect } from './inspect.ts';
import { focusOffset, frameAt } from './places.ts';
import { queuesOf } from './queues.ts';
import { selectionOf } from './selection.svelte.ts';

/** From this size of the window on, in pixels, there is room for all rows. */
const TALL = 820;
const WIDE = 560;
const NOTHING: Frames = { frames: [] };

/** What the bytes' view shows: the message and the reply in focus, and the byte that is looked at. */
export class BytesState {
  readonly player: PlayerState;
  /** What is selected to be copied. */
  readonly selection = $derived.by(() => selectionOf(this.player));
  /** The message that was paged to, as long as the playhead stays. */
  #wanted = $state.raw<{ readonly position: number; readonly message: number }>();
  /** What a person chose; undefined: folded from lesson 4 on, and where a screen is low. */
  #fold = $state<boolean>();
  /** The byte under the pointer or with the focus. */
  pointed = $state.raw<ByteAt>();
  /** Bytes that are lit, because their place in the queue is under the pointer. */
  lit = $state.raw<Range & { readonly way: ByteAt['way'] }>();
  /** All 64 bytes of a reply's header are drawn. */
  isReplyOpen = $state(false);
  /** What became of "to its recv", where there is none. */
  notice = $state<string>();

  readonly #replay = $derived.by(() => this.player.replay);
  readonly #seq = $derived.by(() => this.#replay.event?.seq);
  readonly headerBytes = $derived.by(() => this.#replay.trace.header.protocol.header_bytes);
  readonly connection = $derived.by(() => {
    const { trace, scene, connection } = this.#replay;
    return pickConnection(trace, scene, this.player.focus, connection);
  });
  readonly choices = $derived.by(() =>
    choicesOf(this.#replay.scene.connections, this.#replay.connection ?? this.connection?.id),
  );
  readonly #known = $derived.by(() =>
    this.connection === undefined
      ? NOTHING
      : {
          ...this.#replay.messages(this.connection, this.#replay.scene.position),
          replies: this.#replay.replies(this.connection),
        },
  );
  readonly messages = $derived.by(() => this.#known.frames.length);
  readonly message = $derived.by(() => {
    const wanted =
      this.#wanted?.position === this.#replay.position ? this.#wanted.message : undefined;
    const up = this.connection?.up;
    return up === undefined ? -1 : messageToShow(this.#known, up, wanted, this.player.byte);
  });
  readonly frame = $derived.by(() => this.#known.frames.at(Math.max(this.message, 0)));
  readonly happened = $derived.by(() =>
    hasConsequence(this.#replay.trace, this.frame?.headerRecv, this.#replay.position),
  );
  readonly fields = $derived.by(() =>
    this.connection === undefined
      ? {}
      : fieldsOf(this.#known, this.connection, this.message, this.headerBytes),
  );
  readonly reply = $derived.by((): Field | undefined => {
    const down = this.connection?.down;
    const byte = this.player.byte;
    if (down === undefined || this.#known.replies !== undefined) return undefined;
    const followed = byte?.way === 'down' ? replyField(down, byte.offset) : undefined;
    return followed ?? replyField(down, focusOffset(down));
  });
  /** Header and payload of the reply in focus, where replies have headers. */
  readonly replyFields = $derived.by((): ReturnType<typeof fieldsOf> => {
    const { replies } = this.#known;
    if (this.connection === undefined || replies === undefined) return {};
    const { byte } = this.player;
    const followed = byte?.way === 'down' ? byte.offset : undefined;
    const found = frameAt(replies.frames, followed ?? focusOffset(this.connection.down));
    const reply = found < 0 ? replies.frames.length - 1 : found;
    return fieldsOf(replies, this.connection, reply, this.headerBytes, 'down');
  });
  /** The padding of its header that is drawn as one mark, unless a byte in it is followed. */
  readonly replyPadding = $derived.by(() => {
    const padding = foldable(this.replyFields.header);
    const { byte } = this.player;
    const inside =
      byte?.way === 'down' && padding && padding.from <= byte.offset && byte.offset < padding.to;
    return inside || this.isReplyOpen ? undefined : padding;
  });
  /** The padding that can be folded to one mark. */
  readonly padding = $derived.by(() => foldable(this.fields.header));
  readonly isFolded = $derived.by(() => {
    const { padding } = this;
    const { byte, lesson } = this.player;
    if (padding === undefined) return false;
    const inside = byte?.way === 'up' && padding.from <= byte.offset && byte.offset < padding.to;
    const isSmall = (innerHeight.current ?? TALL) < TALL || (innerWidth.current ?? WIDE) < WIDE;
    const known = lesson === undefined ? isSmall : lesson.number > 3;
    return !inside && (this.#fold ?? known);
  });
  /** What is said where there is no header. */
  readonly nothing = $derived.by(() => {
    const up = this.connection?.up;
    if (up?.sent !== undefined) return 'nothing sent yet';
    const bytes = up?.waiting?.bytes ?? 0;
    return bytes === 0 ? 'nothing taken yet' : `nothing taken yet: ${bytes} bytes wait, unseen`;
  });
  readonly queues = $derived.by(() =>
    this.connection === undefined ? [] : queuesOf(this.connection, this.#known, this.#seq),
  );
  /** The byte that is told about: the one pointed at, else the followed one. */
  readonly shown = $derived.by(() => this.pointed ?? this.player.byte);
  readonly inspection = $derived.by(() => {
    if (this.shown === undefined || this.connection === undefined) return undefined;
    const field = fieldAt(this.#known, this.connection, this.shown, this.headerBytes);
    return field && inspect(this.#replay.trace, field, this.shown.offset, this.#seq);
  });

  /** The selected bytes, as far as they are known at the playhead. */
  readonly selected = $derived.by(() => this.selection.in(this.connection));

  constructor(player: PlayerState) {
    this.player = player;
  }

  readonly callOf = (answer: number): number => callOf(this.#replay.trace, answer);

  /** To a message by its place, from 0. */
  openMessage(message: number): void {
    this.#wanted = { position: this.#replay.position, message };
  }

  fold(folded: boolean): void {
    this.#fold = folded;
    if (folded && this.player.byte?.way === 'up') this.player.byte = undefined;
  }

  /** Follows a byte, and no other is selected; the followed one again: no longer. */
  select(byte: ByteAt): void {
    this.selection.clear();
    const { byte: before } = this.player;
    const same = before?.way === byte.way && before.offset === byte.offset;
    this.player.byte = same ? undefined : byte;
  }

  /** Follows the byte that is shown to where it left, or to where it was taken. */
  follow(to: 'send' | 'recv'): void {
    const { connection, shown } = this;
    if (connection === undefined || shown === undefined) return;
    const { trace } = this.#replay;
    this.player.byte = shown;
    const seq = to === 'send' ? sendOf(connection, shown) : takeOf(trace, connection, shown);
    this.notice = seq === undefined ? `No ${to} of this recording has it.` : undefined;
    if (seq !== undefined) this.player.seek(seq);
  }
}
