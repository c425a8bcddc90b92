import { rm } from 'node:fs/promises';
import { readComposition } from '../../src/lab/link.ts';
import { newRecording } from '../data/folder.ts';
import type { DataFolder } from '../data/folder.ts';
import { recordComposition } from './lab-run.ts';

/** Why a composition was not run, in one sentence, with the HTTP status that says so. */
export class LabError extends Error {
  readonly status: 400 | 409 | 503;

  constructor(status: LabError['status'], message: string) {
    super(message);
    this.status = status;
  }
}

/** Runs compositions, one at a time, into the data folder. */
export class Lab {
  readonly #folder: DataFolder;
  readonly #record: typeof recordComposition;
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;

  /** @param record another is given by tests */
  constructor(folder: DataFolder, record = recordComposition) {
    this.#folder = folder;
    this.#record = record;
  }

  /** Runs the composition of a link's text; the id of the recording, once it is whole. @throws LabError */
  async run(text: string): Promise<string> {
    const composition = readComposition(text);
    if (typeof composition === 'string') throw new LabError(400, composition);
    const { problem } = this.#folder;
    if (problem !== undefined) throw new LabError(503, problem);
    const { signal } = this.#stopping;
    if (signal.aborted) throw new LabError(503, 'The server is being stopped.');
    if (this.#running !== undefined) {
      throw new LabError(409, 'Another composition is running: try again in a few seconds.');
    }
    const place = newRecording(this.#folder);
    this.#running = this.#record(composition, { ...place, signal });
    try {
      await this.#running;
      return place.id;
    } catch (error) {
      // Half a run would pass for what the composition does.
      await rm(place.file, { force: true });
      throw new LabError(503, `The composition could not be run: ${(error as Error).message}`);
    } finally {
      this.#running = undefined;
    }
  }

  /** Ends the run that is going on, if any; false where one of its threads did not end. */
  async stop(): Promise<boolean> {
    this.#stopping.abort();
    try {
      await this.#running;
      return true;
    } catch {
      return false;
    }
  }
}
