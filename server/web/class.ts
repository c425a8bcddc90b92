/** The class of a web server: who is who, what was refused, and the room itself. */
import type { RoomMode } from '../../src/live/messages.ts';
import { Room } from '../live/room.ts';
import { Audit } from './audit.ts';
import { Reach } from './callers.ts';
import { cookieName } from './cookies.ts';
import type { GateOptions } from './gate.ts';
import { addressesOf, isLoopback } from './hosts.ts';
import type { LiveSessions, Parts } from './parts.ts';
import { Roles } from './roles.ts';

export interface ClassOptions {
  readonly sessions?: LiveSessions | undefined;
  /** There is a class from the beginning. */
  readonly mode?: RoomMode | undefined;
  /** Asked at each use: the port may be known only after listening. */
  gate(): GateOptions;
}

export interface ClassParts extends Parts {
  readonly reach: Reach;
  cookie(): string;
  /** A link with a new token: whoever opens it first is the presenter. */
  presenterLink(): string;
  /** Links to join the class at; none while nobody can join. */
  joinLinks(): readonly string[];
  /** May followers read this recording? */
  isOfClass(id: string): boolean;
}

export function openClass({ sessions, mode, gate }: ClassOptions): ClassParts {
  const audit = new Audit();
  const cookie = (): string => cookieName(gate().port);
  const roles = new Roles({ audit, cookie });
  const reach = new Reach();
  const tokenAt = ([page = '']: readonly string[]): string =>
    `${page}#presenter=${roles.newPresenterToken()}`;
  const presenterLink = (): string => tokenAt(pagesOf(gate()));
  const joinLinks = (): readonly string[] =>
    roles.admits ? outsideOf(gate()).map((page) => `${page}#join=${roles.joinCode}`) : [];
  const exposed = {
    get page() {
      return !isLoopback(gate().host);
    },
    get server() {
      return !isLoopback(sessions?.state.host ?? '127.0.0.1');
    },
  };
  const room = new Room(
    {
      ...{ joinLinks, exposed },
      clients: () => sessions?.state.clients ?? [],
      closeClient: (name) => void sessions?.closeClient(name).catch(() => undefined),
      // Whoever takes over sits before another machine, where that can be.
      handOverLink: () => tokenAt(outsideOf(gate())),
      dismissFollowers: () => roles.endClass(),
      reached: () => reach.last,
    },
    mode,
  );
  const admit = (): void => void (roles.admits = room.admits);
  room.onChange(admit);
  admit();
  const isOfClass = (id: string): boolean =>
    sessions?.recordings.has(id) === true || room.hasShown(id);
  return { sessions, audit, roles, reach, room, cookie, presenterLink, joinLinks, isOfClass };
}

/** Where the page is, this machine's own address first. */
export function pagesOf({ host, port }: GateOptions): string[] {
  return addressesOf(host).map((name) => `http://${name}:${port}/`);
}

/** Where others reach the page; where only this machine does, its own address. */
function outsideOf(gate: GateOptions): string[] {
  const { publicUrl, host } = gate;
  if (publicUrl !== undefined) return [publicUrl.href];
  const pages = pagesOf(gate);
  const outside = pages.filter((page) => !isLoopback(new URL(page).hostname));
  return isLoopback(host) || outside.length === 0 ? pages : outside;
}
