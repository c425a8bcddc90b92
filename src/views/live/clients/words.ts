import type { RoomState, SessionState, ServerProgram, ClientProgram } from '../../../live/state.ts';

interface Foot {
  /** It takes what is typed. */
  readonly takes: boolean;
  readonly exit: number | undefined;
  readonly now: boolean;
  /** More lines were pasted than are sent. */
  readonly full?: boolean;
}

/** What stands below a terminal of the live session; empty: nothing. */
export function footWords({ takes, exit, now, full = false }: Foot): string {
  if (takes && full) return 'Too many lines at once: the last ones are left out.';
  if (takes && !now) return 'This is earlier. What you type goes to now.';
  if (takes) return 'Type a line. Enter sends it.';
  if (exit === undefined) return '';
  return exit === 0 ? 'The program has ended.' : `The program has ended, exit code ${exit}.`;
}

export interface Offer {
  readonly program: ClientProgram;
  readonly title: string;
  readonly text: string;
}

const LINES: Offer = {
  program: 'lines',
  title: 'What I type',
  text: 'Each line you type is a message. !DISCONNECT says goodbye.',
};
const FIXED: Offer = {
  program: 'fixed',
  title: 'What I type, for the fixed server',
  text: 'Its replies have headers too. The course’s server does not send such.',
};
const COURSE: readonly Offer[] = [
  {
    program: 'three',
    title: 'The course’s three messages',
    text: 'Enter between them, then !DISCONNECT.',
  },
  {
    program: 'hello',
    title: 'The course’s client without a goodbye',
    text: 'Hello World!, Enter, Hello Everyone!, and it ends.',
  },
];

/** The client programs that can be started, the one that suits the server first. */
export function offersFor(server: ServerProgram): readonly Offer[] {
  return server === 'fixed' ? [FIXED, LINES, ...COURSE] : [LINES, ...COURSE, FIXED];
}

/** Why no client can be started here now, in one sentence; undefined: one can. */
export function whyNoClient(
  session: SessionState | undefined,
  online: boolean,
): string | undefined {
  if (!online) return 'The connection to the server is lost.';
  return session?.state === 'running' ? undefined : 'The course’s server does not run.';
}

/** Whether a page may start clients of its own at all. */
export function mayStart(
  presents: boolean,
  follows: boolean,
  room: RoomState | undefined,
): boolean {
  return presents || (follows && room?.clientsAllowed === true);
}
