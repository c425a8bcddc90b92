import type { ServerProgram, SessionState } from '../../live/state.ts';
import { visible } from '../../trace/visible.ts';

/** The server's programs, the course's first. */
export const PROGRAMS = ['course', 'fixed'] as const satisfies readonly ServerProgram[];

/** How they are called on the page. */
export const PROGRAM_NAMES: Readonly<Record<ServerProgram, string>> = {
  course: 'the course’s server',
  fixed: 'the fixed server',
};

export const PROGRAM_MEANS: Readonly<Record<ServerProgram, string>> = {
  course: 'As in the course, with its mistakes.',
  fixed: 'Reads until it has what it asked for, and refuses what it cannot trust.',
};

/** In one word: on the button that opens the session's panel. */
export const STATE_NAMES: Readonly<Record<SessionState['state'], string>> = {
  starting: 'Starting…',
  running: 'Live',
  stopping: 'Stopping…',
  stopped: 'Stopped',
};

/** `192.168.56.1:5050`, an IPv6 address in brackets. */
export function addressOf({ host, port }: Pick<SessionState, 'host' | 'port'>): string {
  const shown = visible(host);
  return `${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}

/** In one sentence: what the session's server does. */
export function sessionSentence(session: SessionState): string {
  const name = PROGRAM_NAMES[session.program];
  const Name = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const address = addressOf(session);
  switch (session.state) {
    case 'starting':
      return `${Name} is starting on ${address}.`;
    case 'running':
      return `${Name} listens on ${address}.`;
    case 'stopping':
      return `${Name} is stopping: its recording is being closed.`;
    case 'stopped':
      return `No server runs. The last one listened on ${address}.`;
  }
}

/** Why a second start on the same port did not fail, and what the course's program would do. */
export const REUSED =
  'This server could listen again at once because wirestep set SO_REUSEADDR. The course’s program does not set it: started again so soon, it may fail with “Address already in use”.';

/** What is asked before clients lose their server; undefined where none is connected. */
export function stopWarning(connected: number): string | undefined {
  if (connected === 0) return undefined;
  const clients = connected === 1 ? '1 client is' : `${connected} clients are`;
  return `${clients} connected. Stopping the server closes ${connected === 1 ? 'its connection' : 'their connections'}. What was recorded stays.`;
}
