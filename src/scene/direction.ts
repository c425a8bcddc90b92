/** One direction of a connection: what was sent, what was taken, what was seen waiting. */
import type { Trace } from '../trace/trace.ts';
import { keep } from './kept.ts';
import { Receiver } from './receiver.ts';
import type { DirectionScene } from './scene.ts';
import { Sender } from './sender.ts';

/** Looks one direction up. Undefined sockets are ends that no recorded program holds. */
export class Direction {
  readonly #sender: Sender | undefined;
  readonly #receiver: Receiver | undefined;

  constructor(trace: Trace, sender: number | undefined, receiver: number | undefined) {
    if (sender !== undefined) {
      this.#sender = keep(trace, `sends of ${sender}`, () => new Sender(sender));
    }
    if (receiver !== undefined) {
      this.#receiver = keep(trace, `recvs of ${receiver}`, () => new Receiver(receiver));
    }
  }

  at(position: number): DirectionScene {
    const nothing = { taken: undefined, waiting: undefined, recvs: [], ended: false };
    return {
      ...(this.#sender?.at(position) ?? { sent: undefined, sends: [] }),
      ...(this.#receiver?.at(position) ?? nothing),
    };
  }
}
