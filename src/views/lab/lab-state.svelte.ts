import { actsOf } from '../../lab/composition.ts';
import type { Composition } from '../../lab/composition.ts';
import { readComposition, writeComposition } from '../../lab/link.ts';
import { LIMITS, problemOf } from '../../lab/limits.ts';
import { pythonOf } from '../../lab/python.ts';
import { presetNamed } from '../../lab/presets.ts';
import type { Link } from '../../replay/link.ts';
import { compositionOf, draftOf, newMessage, type Draft, type DraftMessage } from './draft.ts';
import { change, redo, start, undo } from './history.ts';

type LabLink = Link & { readonly page: 'lab' };

/** Where the listing dials: the course's address. */
const PLACE = { host: '127.0.0.1', port: 5050 };

/** What is being composed, and what can be taken back of it. */
export class LabState {
  #history = $state.raw(start(draftOf(presetNamed('good')!.composition)));
  /** Why a link could not be read. */
  #broken = $state<string>();
  /** What was done last, for the person who cannot see it. */
  said = $state('');

  readonly draft: Draft = $derived(this.#history.now);
  readonly composition: Composition = $derived(compositionOf(this.draft));
  readonly text: string = $derived(writeComposition(this.composition));
  readonly problem: string | undefined = $derived(problemOf(this.composition));
  readonly acts = $derived(actsOf(this.composition));
  readonly python = $derived(pythonOf(this.acts, { ...PLACE, nodelay: this.draft.nodelay }));
  readonly canUndo = $derived(this.#history.past.length > 0);
  readonly canRedo = $derived(this.#history.future.length > 0);

  get broken(): string | undefined {
    return this.#broken;
  }

  /** Takes what a link holds; a broken one changes nothing. */
  goTo({ composed, preset }: LabLink): void {
    this.#broken = undefined;
    if (preset !== undefined) return this.usePreset(preset);
    if (composed === undefined || composed === this.text) return;
    const read = readComposition(composed);
    if (typeof read === 'string') this.#broken = read;
    else this.change(draftOf(read));
  }

  /** The composition of a preset; what was composed before can be brought back. */
  usePreset(name: string): void {
    const preset = presetNamed(name);
    if (preset === undefined) {
      this.#broken = `There is no preset "${name}".`;
      return;
    }
    this.change(draftOf(preset.composition));
    this.said = `Preset: ${preset.title}. Undo brings back what you had.`;
  }

  /** `key`: what is changed; the same again is the same step of undo. */
  change(next: Draft, key?: string): void {
    this.#history = change(this.#history, next, key);
    this.#broken = undefined;
    this.said = '';
  }

  set(given: Partial<Draft>, key?: string): void {
    this.change({ ...this.draft, ...given }, key);
  }

  setMessage(message: DraftMessage, key?: string): void {
    const messages = this.draft.messages.map((one) => (one.id === message.id ? message : one));
    this.set({ messages }, key && `${key} ${message.id}`);
  }

  get hasRoom(): boolean {
    return this.draft.messages.length < LIMITS.messages;
  }

  add(): void {
    this.set({ messages: [...this.draft.messages, newMessage('Hello Everyone!')] });
  }

  copy(message: DraftMessage): void {
    const twin = { ...newMessage(''), ...message, id: newMessage('').id };
    this.set({ messages: this.draft.messages.flatMap((m) => (m === message ? [m, twin] : [m])) });
  }

  drop({ id }: DraftMessage): void {
    this.set({ messages: this.draft.messages.filter((one) => one.id !== id) });
    this.said = 'Message removed. Undo brings it back.';
  }

  /** Earlier (-1) or later (1). */
  move(message: DraftMessage, by: -1 | 1): void {
    const messages = this.draft.messages.filter((one) => one !== message);
    const at = this.draft.messages.indexOf(message) + by;
    this.set({ messages: [...messages.slice(0, at), message, ...messages.slice(at)] });
  }

  undo(): void {
    this.#history = undo(this.#history);
    this.said = 'Undone.';
  }

  redo(): void {
    this.#history = redo(this.#history);
    this.said = 'Done again.';
  }
}
