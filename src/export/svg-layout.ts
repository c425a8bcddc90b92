/** Where everything of a sequence diagram stands: rows from top to bottom, parties from left to right. */
import type { Message, Remark, Step } from './sequence-steps.ts';
import type { Picked } from './sequence-picked.ts';
import type { Party } from './sequence-parties.ts';

/** Pixels. */
export const ROW = 30;
export const SIDE = 284;
/** Of the boxes with the parties' names. */
export const HEAD = 40;
const RIGHT = 176;
/** How far an arrow sinks whose bytes are taken at once. */
const SINK = 9;

interface At {
  readonly y: number;
}
/** From where it begins to where it ends. */
export interface Arrow extends At {
  readonly message: Message;
  readonly x: number;
  readonly toX: number;
  readonly toY: number;
  /** Its words: those of its send, where it is the first that leaves there. */
  readonly label: string;
}
export interface Note extends At {
  readonly remark: Remark;
  /** Undefined: over all. */
  readonly x?: number;
}
/** Blocked time on a lifeline. */
export interface Wait extends At {
  readonly x: number;
  readonly toY: number;
}
export interface Lifeline {
  readonly party: Party;
  readonly x: number;
  /** Where it begins to run: below its head, or where another starts it. */
  readonly from: number;
  /** Undefined: to the end of the picture. */
  readonly to?: number;
}
/** A row's event. */
export interface Mark extends At {
  readonly position: number;
}

export interface Layout {
  readonly width: number;
  /** Where the heads stand, and where the rows end. */
  readonly top: number;
  readonly bottom: number;
  readonly lifelines: readonly Lifeline[];
  readonly arrows: readonly Arrow[];
  readonly notes: readonly Note[];
  readonly waits: readonly Wait[];
  readonly marks: readonly Mark[];
}

/** @param top pixels that the title takes; the heads follow */
export function layOut({ steps, parties }: Picked, top: number): Layout {
  const column = Math.min(240, Math.max(200, 1200 / Math.max(1, parties.length)));
  const placer = new Placer(parties, top + HEAD, column);
  const drawn = new Set(steps.map((step) => (step.kind === 'message' ? step.sent : undefined)));
  const shown = steps.filter((step) => step.kind !== 'sent' || drawn.has(step.position));
  shown.forEach((step, n) => placer.place(step, shown[n + 1]));
  const width = SIDE + Math.max(1, parties.length - 1) * column + RIGHT;
  return { width, top, ...placer.end() };
}

interface Sent extends At {
  readonly label: string;
  used: boolean;
}

class Placer {
  readonly #x: ReadonlyMap<string, number>;
  readonly #parties: readonly Party[];
  readonly #head: number;
  readonly #arrows: Arrow[] = [];
  readonly #notes: Note[] = [];
  readonly #waits: Wait[] = [];
  readonly #marks: Mark[] = [];
  readonly #sent = new Map<number, Sent>();
  readonly #waiting = new Map<string, number>();
  readonly #born = new Map<string, number>();
  readonly #ended = new Map<string, number>();
  #y: number;

  constructor(parties: readonly Party[], head: number, column: number) {
    this.#parties = parties;
    this.#head = head;
    this.#x = new Map(parties.map(({ key }, n) => [key, SIDE + n * column]));
    this.#y = head;
  }

  place(step: Step, next: Step | undefined): void {
    switch (step.kind) {
      case 'sent':
        this.#sent.set(step.position, {
          y: this.#row(step.position),
          label: step.label,
          used: false,
        });
        return;
      case 'message':
        this.#message(step);
        return;
      case 'remark':
        this.#notes.push({ remark: step, y: this.#row(step.position), x: this.#xOf(step.party) });
        return;
      case 'waits':
        this.#waiting.set(step.party.key, this.#y + ROW / 2);
        return;
      case 'goes on': {
        // Up to what it got, where that is what comes next.
        const isAnswer = next?.kind === 'message' && next.to.key === step.party.key;
        const merges = isAnswer && next.sent !== undefined && this.#isLast(next.sent);
        const end = merges ? this.#y + SINK : isAnswer ? this.#y + ROW : this.#y + ROW / 2;
        this.#stopWaiting(step.party, end);
        return;
      }
      case 'ended':
        this.#ended.set(step.party.key, this.#y + ROW / 2);
        return;
    }
  }

  end() {
    const bottom = this.#y + ROW;
    for (const party of this.#parties) this.#stopWaiting(party, bottom);
    const lifelines = this.#parties.map((party): Lifeline => {
      const { key } = party;
      const from = this.#born.get(key) ?? this.#head;
      return { party, x: this.#xOf(party) as number, from, to: this.#ended.get(key) };
    });
    const [arrows, notes, waits, marks] = [this.#arrows, this.#notes, this.#waits, this.#marks];
    return { bottom, lifelines, arrows, notes, waits, marks };
  }

  #message(message: Message): void {
    const { from, to, sent: position, of } = message;
    const sent = position === undefined ? undefined : this.#sent.get(position);
    const merges = position !== undefined && this.#isLast(position) && sent?.used === false;
    const isThere = this.#isLast(message.position);
    const toY = merges
      ? this.#y + (of === 'bytes' ? SINK : 0)
      : isThere
        ? this.#y
        : this.#row(message.position);
    const label =
      sent === undefined || of === 'untaken' ? message.label : sent.used ? '' : sent.label;
    if (sent !== undefined) sent.used = true;
    const [x, toX] = [this.#xOf(from) as number, this.#xOf(to) as number];
    this.#arrows.push({ message, x, toX, y: sent?.y ?? toY, toY, label });
    if (of === 'start' && !this.#born.has(to.key)) this.#born.set(to.key, toY);
  }

  /** A new row; its middle. */
  #row(position: number): number {
    this.#y += ROW;
    this.#marks.push({ position, y: this.#y });
    return this.#y;
  }

  #isLast(sent: number): boolean {
    return this.#marks.at(-1)?.position === sent;
  }

  #stopWaiting(party: Party, toY: number): void {
    const y = this.#waiting.get(party.key);
    this.#waiting.delete(party.key);
    const x = this.#xOf(party);
    // Others did something meanwhile.
    if (y !== undefined && x !== undefined && toY - y >= ROW * 0.7) this.#waits.push({ x, y, toY });
  }

  #xOf(party: Party | undefined): number | undefined {
    return party && this.#x.get(party.key);
  }
}
