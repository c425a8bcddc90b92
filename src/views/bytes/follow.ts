import type { ByteAt } from '../../replay/look.ts';
import { spanOf } from '../../scene/provenance.ts';
import type { ConnectionScene } from '../../scene/scene.ts';
import { KINDS } from '../../trace/format.ts';
import type { Trace } from '../../trace/trace.ts';

const RECV_RET = KINDS.indexOf('recv.ret');

/** The send that a byte left in; undefined where it is not recorded or not entered. */
export function sendOf(connection: ConnectionScene, { way, offset }: ByteAt): number | undefined {
  return spanOf(connection[way].sends, offset)?.seq;
}

/**
 * The answer of the recv that takes a byte, be it after the playhead: looked for when a person asks to
 * go there, and not before. Undefined where no recv of the recording takes it.
 */
export function takeOf(
  trace: Trace,
  connection: ConnectionScene,
  { way, offset }: ByteAt,
): number | undefined {
  const known = spanOf(connection[way].recvs, offset);
  if (known !== undefined) return known.seq;
  const receiver = way === 'up' ? connection.server : connection.client;
  if (receiver === undefined) return undefined;
  const position = trace.ofSocket(receiver).find((at) => {
    const from = trace.offsets[at] ?? 0;
    return trace.kinds[at] === RECV_RET && from <= offset && offset < from + (trace.sizes[at] ?? 0);
  });
  return position === undefined ? undefined : trace.seqs[position];
}
