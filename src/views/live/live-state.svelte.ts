import type { Command } from '../../live/messages.ts';
import type {
  AuditState,
  HoldsState,
  LookState,
  PeopleState,
  QuestionState,
  RoomState,
  SessionState,
  You,
} from '../../live/state.ts';
import type { Live, LiveReply } from '../shell/sources.ts';

/** What the server has told of the live session and the class; each topic as it was told last. */
export class LiveState {
  /** Undefined until the server has said so. */
  you = $state.raw<You>();
  session = $state.raw<SessionState>();
  holds = $state.raw<HoldsState>();
  room = $state.raw<RoomState>();
  look = $state.raw<LookState>();
  question = $state.raw<QuestionState>();
  people = $state.raw<PeopleState>();
  audit = $state.raw<AuditState>();
  /** False while the connection is lost: it comes back by itself. */
  online = $state(true);
  /** Why the last command was refused, in one sentence. */
  problem = $state<string>();
  /** Brings a follower's page back to the presenter, where there is a bar for that. */
  comeBack = $state.raw<() => void>();
  readonly #live: Live;

  readonly presents = $derived(this.you?.role === 'presenter');
  readonly follows = $derived(this.you?.role === 'follower');

  constructor(live: Live) {
    this.#live = live;
  }

  /** Listens until the returned function is called. */
  watch(): () => void {
    return this.#live.listen((message) => {
      if (message.type === 'online') this.online = message.online;
      else if (message.type === 'you') this.you = message;
      else if (message.type === 'session') this.session = message;
      else if (message.type === 'holds') this.holds = message;
      else if (message.type === 'room') this.room = message;
      else if (message.type === 'look') this.look = message;
      else if (message.type === 'question') this.question = message;
      else if (message.type === 'people') this.people = message;
      else if (message.type === 'audit') this.audit = message;
    });
  }

  /** Has the server know something that nobody waits for: a refusal is told to nobody. */
  async tell(command: Command): Promise<void> {
    await this.#live.send(command).catch(() => undefined);
  }

  /** Has the server do something. Undefined where it refused: `problem` says why. */
  async ask(command: Command): Promise<LiveReply | undefined> {
    try {
      const reply = await this.#live.send(command);
      this.problem = undefined;
      return reply;
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
      return undefined;
    }
  }
}
