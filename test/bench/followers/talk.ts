import { once } from 'node:events';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const TALKERS = 10;
const TICK_MS = 10;
const TAIL_BYTES = 64 * 1024;
const MESSAGE = 'Hello World!'.length.toString().padEnd(64) + 'Hello World!';

/** Clients that talk so much that the trace grows by so many events a second. */
export class Talk {
  readonly #file: string;
  readonly #talkers: Socket[] = [];
  #sent = 0;
  /** At first a guess. */
  #eventsEach = 20;

  /** @param file of the trace */
  constructor(file: string) {
    this.#file = file;
  }

  /** Connects, and learns how many events a message makes when they come this fast. */
  async begin(port: number, events: number): Promise<void> {
    while (this.#talkers.length < TALKERS) {
      const talker = connect(port, '127.0.0.1');
      talker.setNoDelay(true).resume();
      await once(talker, 'connect');
      this.#talkers.push(talker);
    }
    for (let round = 0; round < 2; round++) {
      const rate = await this.for(1, events);
      this.#eventsEach *= rate / events;
    }
  }

  /** Talks for so long; the events a second that came of it. */
  async for(seconds: number, events: number): Promise<number> {
    const before = lastEvent(this.#file);
    const began = performance.now();
    const perMs = events / this.#eventsEach / 1000;
    let said = 0;
    while (performance.now() - began < seconds * 1000) {
      const due = Math.floor((performance.now() - began) * perMs) - said;
      this.#say(due);
      said += due;
      await sleep(TICK_MS);
    }
    const passed = (performance.now() - began) / 1000;
    await sleep(500);
    return (lastEvent(this.#file) - before) / passed;
  }

  end(): void {
    for (const talker of this.#talkers) talker.destroy();
  }

  #say(messages: number): void {
    for (let n = 0; n < messages; n++) this.#talkers[this.#sent++ % TALKERS]?.write(MESSAGE);
  }
}

/** The number of the trace's last whole line. */
function lastEvent(file: string): number {
  const fd = openSync(file, 'r');
  try {
    const { size } = fstatSync(fd);
    const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(fd, buffer, 0, buffer.length, size - buffer.length);
    const numbers = [...buffer.toString().matchAll(/^\{"i":(\d+),.*\}$/gm)];
    return Number(numbers.at(-1)?.[1] ?? 0);
  } finally {
    closeSync(fd);
  }
}
