/** The class: who is in it, what it is asked, and where its presenter is. No sockets, no cookies. */
import type { Command, RoomMode } from '../../src/live/messages.ts';
import type {
  ClientState,
  LookState,
  PeopleState,
  QuestionState,
  RoomState,
  You,
} from '../../src/live/state.ts';
import { assertNever } from '../../src/trace/format.ts';
import type { Caller } from './caller.ts';
import { checkOwner, checkStart, clientsOf } from './client-rules.ts';
import { LiveError } from './live-error.ts';
import { cleanName, roomNames } from './names.ts';
import { Notices } from './notices.ts';
import { Participants } from './participants.ts';
import { Polls } from './polls.ts';

/** Commands that the room carries out; all others are the session's or the socket's. */
export const ROOM_COMMANDS = [
  'look',
  'pose',
  'reveal',
  'end-question',
  'hands',
  'room',
  'allow-clients',
  'hand-over',
  'end-class',
  'answer',
  'name',
] as const;
export type RoomCommand = Command<(typeof ROOM_COMMANDS)[number]>;

/** What may have changed; `you` and `question` differ from page to page. */
export type RoomTopic = 'you' | 'room' | 'look' | 'question' | 'people';

/** What the room needs of the rest of the server. */
export interface Surroundings {
  /** Client programs of the session. */
  clients(): readonly ClientState[];
  closeClient(name: string): void;
  /** A link with a new token of the presenter. */
  handOverLink(): string;
  /** From now on the cookies of followers are worth nothing, and the join code is another. */
  dismissFollowers(): void;
  /** Addresses to join at, each with the code. */
  joinLinks(): readonly string[];
  /** When another device last reached the page's server, ISO 8601. */
  reached(): string | undefined;
  readonly exposed: PeopleState['exposed'];
}

/** Recordings that the presenter has shown in this class. */
const MOST_SHOWN = 200;

export class Room {
  readonly #around: Surroundings;
  readonly #people = new Participants();
  readonly #polls = new Polls();
  readonly #listeners = new Set<(topic: RoomTopic) => void>();
  /** For those who have been sent away, and for who was the presenter. */
  readonly #ended = new Notices();
  readonly #replaced = new Notices();
  readonly #shown = new Set<string>();
  #mode: RoomMode | undefined;
  #clientsAllowed = false;
  #look: LookState | undefined;
  /** Pages of the presenter that are connected. */
  #presenting = 0;
  #presenter: string | undefined;

  /** @param mode there is a class from the beginning */
  constructor(around: Surroundings, mode?: RoomMode) {
    this.#around = around;
    if (mode !== undefined) this.#begin(mode);
  }

  /** Carries out a command that the caller's role may say. @throws LiveError where it cannot be */
  handle(caller: Caller, command: RoomCommand): { readonly link?: string } {
    switch (command.type) {
      case 'look':
        this.#lookAt(command);
        return {};
      case 'pose':
        this.#polls.pose(command.question, command.after);
        this.#changed('question', 'people');
        return {};
      case 'reveal':
        this.#polls.reveal(command.question);
        this.#changed('question', 'people');
        return {};
      case 'end-question':
        this.#polls.end();
        this.#changed('question', 'people');
        return {};
      case 'hands':
        this.#polls.hands(command.given, command.count);
        this.#changed('question', 'people');
        return {};
      case 'room':
        this.#begin(command.mode);
        this.#changed('room', 'people');
        return {};
      case 'allow-clients':
        this.#clientsAllowed = command.allowed;
        this.#changed('room');
        return {};
      case 'hand-over':
        return { link: this.#around.handOverLink() };
      case 'end-class':
        this.#end();
        return {};
      case 'answer':
        this.#polls.answer(numberOf(caller), command.question, command.given);
        this.#changed('question', 'people');
        return {};
      case 'name':
        this.#people.rename(numberOf(caller), cleanName(command.name));
        this.#changed('you', 'room', 'people');
        return {};
      default:
        return assertNever(command);
    }
  }

  /** A page of the caller has connected. `address`: of its machine. */
  connected({ role, key, participant }: Caller, address?: string): void {
    if (role === 'presenter') this.#present(key);
    if (role === 'follower' && participant !== undefined) {
      this.#people.connect(participant, key, address);
    }
    if (role !== 'none') this.#changed('room', 'people');
  }

  /** One of the caller's pages is gone, or has another role now. */
  left({ role, participant }: Caller): void {
    if (role === 'presenter') this.#presenting = Math.max(0, this.#presenting - 1);
    if (role === 'follower' && participant !== undefined) this.#people.leave(participant);
    if (role !== 'none') this.#changed('room', 'people');
  }

  /** Whether the join code lets anybody in. */
  get admits(): boolean {
    return this.#mode === 'network' || this.#mode === 'hosted';
  }

  /** @throws LiveError where the caller may not start another client program */
  checkStart(caller: Caller): void {
    checkStart(caller, this.#around.clients(), this.#clientsAllowed);
  }

  /** @throws LiveError where the caller may not act on this client program */
  checkOwner(caller: Caller, client: string): void {
    checkOwner(caller, this.#around.clients(), client);
  }

  /** Whether the presenter has shown this recording to the class. */
  hasShown(recording: string): boolean {
    return this.#shown.has(recording);
  }

  youOf(caller: Caller): You {
    const { role, participant } = caller;
    const name = this.#people.of(participant ?? -1)?.name;
    const notice = this.#noticeOf(caller);
    return {
      type: 'you',
      role,
      ...(participant === undefined ? {} : { participant }),
      ...(name === undefined ? {} : { name }),
      clients: clientsOf(caller, this.#around.clients()).map((client) => client.name),
      ...(notice === undefined ? {} : { notice }),
    };
  }

  get state(): RoomState {
    return {
      type: 'room',
      ...(this.#mode === undefined ? {} : { mode: this.#mode }),
      followers: this.#people.following,
      presenting: this.#presenting > 0,
      clientsAllowed: this.#clientsAllowed,
      names: roomNames(this.#people.all, this.#around.clients()),
    };
  }

  /** Undefined until the presenter has looked at something. */
  get look(): LookState | undefined {
    return this.#look;
  }

  questionFor({ role, participant }: Caller): QuestionState {
    return this.#polls.stateFor(role === 'presenter' ? role : participant);
  }

  /** For the presenter only. */
  get people(): PeopleState {
    const running = this.#running();
    const reached = this.#around.reached();
    return {
      type: 'people',
      people: this.#people.all.map(({ number, name, pages }) => ({
        participant: number,
        ...(name === undefined ? {} : { name }),
        connected: pages > 0,
        clients: running.filter(({ participant }) => participant === number).length,
      })),
      join: this.#around.joinLinks(),
      ...(reached === undefined ? {} : { reached }),
      exposed: this.#around.exposed,
      tallies: this.#polls.tallies,
    };
  }

  onChange(listener: (topic: RoomTopic) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(...topics: readonly RoomTopic[]): void {
    for (const topic of topics) for (const listener of this.#listeners) listener(topic);
  }

  #lookAt({ link, now }: Command<'look'>): void {
    if (!/^#\/[\x21-\x7e]*$/.test(link)) throw new LiveError('That is no address of this page.');
    const recording = /^#\/recording\/([^/?]+)/.exec(link)?.[1];
    if (recording !== undefined && this.#shown.size < MOST_SHOWN) this.#shown.add(recording);
    this.#look = { type: 'look', link, now };
    this.#changed('look');
  }

  #begin(mode: RoomMode): void {
    if (mode === 'projector' && this.#people.following > 0) {
      const count =
        this.#people.following === 1 ? 'One follows' : `${this.#people.following} follow`;
      throw new LiveError(`${count} on an own screen: end the class first.`);
    }
    // Who sits behind a proxy cannot reach the course's server but through the page.
    if (mode === 'hosted' && this.#mode !== 'hosted') this.#clientsAllowed = true;
    this.#mode = mode;
  }

  #end(): void {
    for (const { name, participant } of this.#running()) {
      if (participant !== undefined) this.#around.closeClient(name);
    }
    for (const { key } of this.#people.all) this.#ended.set(key, 'The class has ended.');
    this.#mode = undefined;
    this.#clientsAllowed = false;
    this.#polls.forget();
    this.#people.forget();
    this.#shown.clear();
    this.#around.dismissFollowers();
    this.#changed('you', 'room', 'question', 'people');
  }

  #present(key: string): void {
    this.#presenting += 1;
    const before = this.#presenter;
    if (before === key) return;
    this.#presenter = key;
    if (before !== undefined) this.#replaced.set(before, 'Another page is the presenter now.');
    this.#changed('you');
  }

  #noticeOf({ role, key }: Caller): string | undefined {
    if (role === 'presenter') return undefined;
    return role === 'none' ? this.#ended.of(key) : this.#replaced.of(key);
  }

  #running(): readonly ClientState[] {
    return this.#around.clients().filter(({ running }) => running);
  }
}

function numberOf({ participant }: Caller): number {
  if (participant === undefined) throw new LiveError('Only somebody who follows can do that.');
  return participant;
}
