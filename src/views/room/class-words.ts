/** What the presenter reads about the class. */
import type { RoomMode } from '../../live/messages.ts';
import type { AuditLine, PeopleState, RoomState } from '../../live/state.ts';
import { visible } from '../../trace/visible.ts';

export interface ModeWords {
  readonly mode: RoomMode;
  readonly name: string;
  readonly means: string;
}

/** How a room can be connected, the simplest first. */
export const MODES: readonly ModeWords[] = [
  {
    mode: 'projector',
    name: 'Projector only',
    means: 'Nobody follows on an own screen. Hands can be counted and typed in.',
  },
  {
    mode: 'network',
    name: 'Room network',
    means: 'Who is in the same network opens a link and follows. Clients run on laptops.',
  },
  {
    mode: 'hosted',
    name: 'Hosted',
    means: 'wirestep is behind an HTTPS address. Clients run in the browser.',
  },
];

/** Why a way of connecting the room cannot work yet, and what to do; undefined where it can. */
export function modeTrouble(mode: RoomMode, people: PeopleState | undefined): string | undefined {
  if (people === undefined || mode === 'projector') return undefined;
  if (mode === 'network' && !people.exposed.page)
    return 'wirestep can only be reached from this machine now. Stop it, and start it with --lan.';
  if (mode === 'hosted' && !people.join.some((link) => link.startsWith('https:')))
    return 'wirestep knows no HTTPS address. Stop it, and start it with --public-url and the address.';
  return undefined;
}

/** What can be reached from other machines, plainly. */
export function exposedWords({ exposed }: PeopleState): string {
  if (exposed.page && exposed.server)
    return 'Everybody in this network can reach this page and the course’s server. Nothing is encrypted. Without the link one sees no recording.';
  if (exposed.page)
    return 'Other machines can reach this page. Without the link one sees no recording. The course’s server takes connections from this machine only.';
  if (exposed.server)
    return 'Everybody in this network can reach the course’s server, which takes whatever is sent. This page opens on this machine only.';
  return 'Only this machine can reach this page and the course’s server.';
}

/** Whether another device has got here. */
export function reachedWords({ reached }: PeopleState): string {
  return reached === undefined
    ? 'No other device has reached this page yet. Try the link on one, a phone for example. Does it fail? Then a firewall here or the network itself keeps devices apart.'
    : `Another device reached this page at ${clock(reached)}.`;
}

/** "12 follow" */
export function followWords({ followers }: RoomState): string {
  return followers === 1 ? '1 follows' : `${followers} follow`;
}

/** "10:03 from 192.168.1.7, 3 times: A wrong token was shown." */
export function auditWords({ at, from, what, times }: AuditLine): string {
  const often = times > 1 ? `, ${times} times` : '';
  return visible(`${clock(at)} from ${from}${often}: ${what}`);
}

/** An ISO time as the clock here showed it; the text itself where it is none. */
export function clock(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(time.getHours())}:${two(time.getMinutes())}`;
}
