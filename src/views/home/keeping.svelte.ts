import type { Progress } from '../lesson/progress.svelte.ts';
import { chooseFile } from '../shell/choose-file.ts';
import { download } from '../shell/download.ts';

/** What a person does with the progress that this browser keeps, and what became of it. */
export class Keeping {
  /** Said after the last thing done. */
  said = $state('');
  /** Why the last thing could not be done. */
  failed = $state('');
  /** Everything is about to be forgotten: only asked so far. */
  asking = $state(false);
  #undo = $state.raw<() => void>();
  readonly #progress: Pick<Progress, 'toFile' | 'fromFile' | 'reset'>;

  constructor(progress: Pick<Progress, 'toFile' | 'fromFile' | 'reset'>) {
    this.#progress = progress;
  }

  get canUndo(): boolean {
    return this.#undo !== undefined;
  }

  save(): void {
    download(
      'wirestep-progress.json',
      new Blob([this.#progress.toFile()], { type: 'application/json' }),
    );
    this.#say('Saved as wirestep-progress.json.');
  }

  choose(): void {
    chooseFile((file) => void this.load(file));
  }

  async load(file: Blob & { readonly name?: string }): Promise<void> {
    const problem = await file.text().then(
      (text) => this.#progress.fromFile(text),
      () => 'This file cannot be read.',
    );
    this.#say(problem === undefined ? 'Loaded. It stands beside what was here.' : '');
    this.failed = problem ?? '';
  }

  /** Forgets everything, where that was asked and agreed to. */
  forget(): void {
    const undo = this.#progress.reset();
    this.#say('Forgotten.');
    this.#undo = undo;
  }

  undo(): void {
    this.#undo?.();
    this.#say('Everything is back.');
  }

  #say(words: string): void {
    this.said = words;
    this.failed = '';
    this.asking = false;
    this.#undo = undefined;
  }
}
