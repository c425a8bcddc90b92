import type { ByteAt } from '../../replay/look.ts';
import { spanOf } from '../../scene/provenance.ts';
import type { ConnectionScene } from '../../scene/scene.ts';

/** The two events that one byte has to do with, by their `seq`; undefined where not there yet. */
export interface Followed {
  readonly send?: number;
  readonly recv?: number;
}

/** The send that gave a byte and the recv that took it. */
export function followByte(
  connection: ConnectionScene | undefined,
  byte: ByteAt | undefined,
): Followed {
  if (connection === undefined || byte === undefined) return {};
  const { sends, recvs } = byte.way === 'up' ? connection.up : connection.down;
  return { send: spanOf(sends, byte.offset)?.seq, recv: spanOf(recvs, byte.offset)?.seq };
}
