import type { Command } from '../../src/live/messages.ts';
import type { SessionState, You } from '../../src/live/state.ts';
import type { Heard, Live, LiveReply } from '../../src/views/shell/sources.ts';

/** The live server, without one. */
export interface FakeLive extends Live {
  /** What the server says to the page. */
  tell(message: Heard): void;
  /** What the page asked for, the newest last. */
  readonly sent: Command[];
  /** Set, commands are refused with it. */
  refuse: string | undefined;
  /** What a command brings. */
  reply: LiveReply;
}

export function fakeLive(): FakeLive {
  const listeners = new Set<(message: Heard) => void>();
  const told = new Map<string, Heard>();
  const fake: FakeLive = {
    sent: [],
    refuse: undefined,
    reply: {},
    tell: (message) => {
      // What is fetched anew when it changes is no state: who listens later is not told of it.
      if (message.type !== 'recordings' && message.type !== 'lessons')
        told.set(message.type, message);
      for (const listener of listeners) listener(message);
    },
    listen: (listener) => {
      listeners.add(listener);
      for (const message of told.values()) listener(message);
      return () => listeners.delete(listener);
    },
    send: (command) => {
      fake.sent.push(command);
      return fake.refuse === undefined
        ? Promise.resolve(fake.reply)
        : Promise.reject(new Error(fake.refuse));
    },
    follow: () => () => undefined,
  };
  return fake;
}

export const PRESENTER: You = { type: 'you', role: 'presenter', clients: [] };
export const FOLLOWER: You = { type: 'you', role: 'follower', participant: 1, clients: [] };

/** The course's server runs and is recorded. */
export function runningSession(more: Partial<SessionState> = {}): SessionState {
  return {
    type: 'session',
    state: 'running',
    program: 'course',
    host: '127.0.0.1',
    port: 5050,
    title: 'Monday',
    recording: 'now',
    reused: false,
    clients: [],
    ...more,
  };
}
