/** One page that is connected: what it may say, and what it is sent. */
import { MAY, readCommand, type Command, type CommandType } from '../../src/live/messages.ts';
import type { ReplyMessage, SendingMessage } from '../../src/live/state.ts';
import type { Caller } from '../live/caller.ts';
import { LiveError } from '../live/live-error.ts';
import type { Broadcast } from './broadcast.ts';
import { perform } from './commands.ts';
import type { Outlet } from './outlet.ts';
import type { Parts } from './parts.ts';
import type { Topics } from './topics.ts';

/** What all connections share. */
export interface Hub {
  readonly parts: Parts;
  readonly topics: Topics;
  readonly broadcast: Broadcast;
  /** An error of ours, of which the page is told only that there was one. */
  onError(error: unknown): void;
}

export class Connection {
  readonly #outlet: Outlet;
  readonly #hub: Hub;
  /** Of who came: also once that role has ended, as a notice may be waiting for it. */
  readonly #key: string;
  readonly #address: string;
  /** As the class knows it. */
  #known: Caller;

  constructor(outlet: Outlet, caller: Caller, address: string, hub: Hub) {
    this.#outlet = outlet;
    this.#hub = hub;
    this.#key = caller.key;
    this.#address = address;
    this.#known = caller;
    hub.parts.room.connected(caller, address);
    hub.topics.join(outlet, () => this.caller);
  }

  /** Who it is now. */
  get caller(): Caller {
    return { ...this.#hub.parts.roles.callerOf(this.#key), key: this.#key };
  }

  /** Somebody has another role: perhaps this page. */
  rolesChanged(): void {
    const { caller } = this;
    const before = this.#known;
    if (caller.role === before.role && caller.participant === before.participant) return;
    this.#known = caller;
    const { parts, topics, broadcast } = this.#hub;
    parts.room.left(before);
    parts.room.connected(caller, this.#address);
    if (!MAY.want.includes(caller.role)) broadcast.leave(this.#outlet);
    topics.changedFor(this.#outlet);
  }

  closed(): void {
    this.#hub.topics.leave(this.#outlet);
    this.#hub.broadcast.leave(this.#outlet);
    this.#hub.parts.room.left(this.#known);
  }

  /** Does what the page says. False where it is not in our language at all. */
  async receive(text: string): Promise<boolean> {
    const envelope = readCommand(text);
    if (envelope === undefined) {
      const n = numberIn(text);
      if (n === undefined) return false;
      this.#reply({ type: 'refused', n, why: 'That is no command, or a part of it is too long.' });
      return true;
    }
    const { n, command } = envelope;
    try {
      this.#reply({ type: 'done', n, ...(await this.#do(command)) });
    } catch (error) {
      if (!(error instanceof LiveError)) this.#hub.onError(error);
      const why = error instanceof LiveError ? error.message : 'The server failed to do this.';
      this.#reply({ type: 'refused', n, why });
    }
    return true;
  }

  async #do(command: Command) {
    const { parts, broadcast } = this.#hub;
    const { caller } = this;
    if (!MAY[command.type].includes(caller.role)) {
      parts.audit.add(this.#address, attempt(caller, command.type));
      throw new LiveError(refusal(command.type));
    }
    if (command.type === 'want') return this.#want(command);
    if (command.type !== 'unwant') return perform(command, caller, parts);
    broadcast.leave(this.#outlet);
    return {};
  }

  #want({ id, from }: Command<'want'>) {
    const file = this.#hub.parts.sessions?.fileOf(id);
    if (file === undefined) throw new LiveError('This recording does not grow.');
    const stream = this.#hub.broadcast.want(this.#outlet, id, file, from);
    this.#reply({ type: 'sending', id, stream });
    return {};
  }

  #reply(message: ReplyMessage | SendingMessage): void {
    this.#outlet.send(JSON.stringify(message));
  }
}

/** The number of something that is no command: its sender waits for an answer. */
function numberIn(text: string): number | undefined {
  const [, n] = /"n":(\d{1,15})\b/.exec(text) ?? [];
  return n === undefined ? undefined : Number(n);
}

function refusal(type: CommandType): string {
  const [who] = MAY[type];
  return who === 'follower'
    ? 'Only somebody who follows may do that.'
    : 'Only the presenter may do that.';
}

function attempt({ role, participant }: Caller, type: CommandType): string {
  const who = { presenter: 'The presenter', follower: `Follower ${participant}`, none: 'Someone' };
  return `${who[role]} tried "${type}", which is not for them.`;
}
