import { byteAt, paste, press, readHexByte, type Editing, type Field } from './cell-keys.ts';
import { headerCells, payloadCells, type EditCell } from './cells.ts';
import { payloadOf, sizeOf, type DraftMessage } from './draft.ts';
import { isFree, overwrite } from './edit.ts';
import { hexOfText } from '../../trace/hex.ts';

/** Bytes of a payload that are drawn. */
export const SHOWN = 64;

export interface EditorProps {
  readonly message: DraftMessage;
  /** `key`: what is changed, where more of the same is one step of undo. */
  readonly onchange: (message: DraftMessage, key?: string) => void;
}

/** The cells of one message, and the byte in hand. */
export class MessageEditor {
  readonly #props: () => EditorProps;
  #at = $state(0);
  #high = $state<string>();
  /** Typing is read as hex digits. */
  hex = $state(false);
  /** Which grid takes the focus when the byte in hand changes. */
  focused = $state(false);

  constructor(props: () => EditorProps) {
    this.#props = props;
  }

  get message(): DraftMessage {
    return this.#props().message;
  }

  readonly size = $derived.by(() => sizeOf(this.message));
  readonly border = $derived.by(() => this.message.header.length / 2);
  readonly header: readonly EditCell[] = $derived.by(() => headerCells(this.message.header));
  readonly payload: readonly EditCell[] = $derived.by(() =>
    payloadCells(payloadOf(this.message).slice(0, 2 * SHOWN), this.border),
  );
  /** The byte in hand: inside the message, or behind its last byte. */
  readonly at = $derived.by(() => Math.min(this.#at, this.size));
  readonly byte = $derived.by(() => this.#cell?.hex ?? byteAt(this.message, this.at));
  readonly glyph = $derived.by(() => this.#cell?.glyph);
  readonly free = $derived.by(() => isFree(this.message, this.at));
  readonly place = $derived.by(() => {
    const { at, border } = this;
    return at < border ? `Header byte ${at}` : `Payload byte ${at - border}`;
  });

  get high(): string | undefined {
    return this.#high;
  }

  get #cell(): EditCell | undefined {
    return this.at < this.border ? this.header[this.at] : this.payload[this.at - this.border];
  }

  isCut(at: number): boolean {
    return at > 0 && at < this.size && this.message.cuts.includes(at);
  }

  select(at: number): void {
    this.#at = at;
    this.#high = undefined;
  }

  /** True where the key was one of the editor's. */
  key(event: KeyboardEvent, field: Field): boolean {
    return this.#take(press(this.#editing, field, event));
  }

  paste(text: string, field: Field): void {
    this.#take(paste(this.#editing, field, text));
  }

  /** The byte in hand becomes these; a text of several bytes goes on into the next cells. */
  write(hex: string | undefined): void {
    if (hex === undefined || hex === '') return;
    this.#props().onchange(overwrite(this.message, this.at, hex), `byte ${this.at}`);
  }

  writeText(text: string): void {
    this.write(hexOfText(text));
  }

  writeHex(text: string): void {
    this.write(readHexByte(text));
  }

  edit(how: (message: DraftMessage, at: number) => DraftMessage, at = this.at): void {
    this.#props().onchange(how(this.message, at));
  }

  get #editing(): Editing {
    return { message: this.message, at: this.at, hex: this.hex, high: this.#high };
  }

  #take(next: Editing | undefined): boolean {
    if (next === undefined) return false;
    this.#at = next.at;
    this.#high = next.high;
    if (next.message !== this.message) this.#props().onchange(next.message, 'cells');
    return true;
  }
}
