/** What each command does: the only place where session and class are joined. */
import type { Command } from '../../src/live/messages.ts';
import { assertNever } from '../../src/trace/format.ts';
import type { Caller } from '../live/caller.ts';
import { LiveError } from '../live/live-error.ts';
import { ROOM_COMMANDS, type RoomCommand } from '../live/room.ts';
import type { LiveSessions, Parts } from './parts.ts';

/** What a command brings besides that it was done. */
export interface Done {
  readonly link?: string;
  readonly client?: string;
}

/** What a page asks of its own connection. */
export type WireCommand = Command<'want' | 'unwant'>;

/**
 * Does what the caller, whose role may say it, has asked for.
 * @throws LiveError with one sentence where that cannot be done
 */
export async function perform(
  command: Exclude<Command, WireCommand>,
  caller: Caller,
  parts: Parts,
): Promise<Done> {
  if (isRoomCommand(command)) return parts.room.handle(caller, command);
  const sessions = running(parts);
  switch (command.type) {
    case 'session-start':
      await sessions.begin(command);
      return {};
    case 'session-stop':
      await sessions.end();
      return {};
    case 'hold':
      sessions.hold(command.thread);
      return {};
    case 'step':
      sessions.step(command.thread);
      return {};
    case 'run':
      sessions.run(command.thread, command.until);
      return {};
    case 'resume':
      sessions.resume(command.thread);
      return {};
    case 'end-thread':
      sessions.endThread(command.thread);
      return {};
    case 'client-start':
      parts.room.checkStart(caller);
      return { client: sessions.startClient(command.program, caller.participant) };
    case 'client-type':
      parts.room.checkOwner(caller, command.client);
      sessions.typeLine(command.client, command.text);
      return {};
    case 'client-interrupt':
      parts.room.checkOwner(caller, command.client);
      await sessions.interrupt(command.client);
      return {};
    case 'client-close':
      parts.room.checkOwner(caller, command.client);
      await sessions.closeClient(command.client);
      return {};
    default:
      return assertNever(command);
  }
}

function isRoomCommand(command: Command): command is RoomCommand {
  return (ROOM_COMMANDS as readonly string[]).includes(command.type);
}

function running({ sessions }: Parts): LiveSessions {
  if (sessions !== undefined) return sessions;
  throw new LiveError('No program can be run on this machine.');
}
