/** How the programs of a connection put messages into frames, as they said when they began. */
import type { Trace } from '../trace/trace.ts';
import type { ConnectionScene } from './scene.ts';

export interface Framing {
  /** Replies stand behind headers: the server says so; else the client; else the header. */
  readonly framedReplies: boolean;
  /** The server asks again until a header or a payload is whole. */
  readonly readsExactly: boolean;
  /** The server looks at a header before it calls int(), and closes where it is odd. */
  readonly guarded: boolean;
}

interface Said {
  readonly framed: boolean;
  readonly exact: boolean;
}

/** Tells it of any connection. */
export function createFraming(trace: Trace): (connection: ConnectionScene) => Framing {
  const said = new Map<number, Said>();
  for (const position of trace.ofKind('prog.start')) {
    const event = trace.at(position);
    if (event.kind !== 'prog.start') continue;
    const { framed_replies: framed = false, reads_exactly: exact = false } = event;
    said.set(event.program, { framed, exact });
  }
  const programOf = (socket: number | undefined): Said | undefined => {
    if (socket === undefined) return undefined;
    // A socket that nobody has used yet: who accepted it?
    const first = trace.ofSocket(socket)[0] ?? acceptOf(trace, socket);
    return first === undefined ? undefined : said.get(trace.programs[first] as number);
  };
  return ({ client, server }) => {
    const [own, other] = [programOf(server), programOf(client)];
    const { framed_replies: byHeader } = trace.header.protocol;
    return {
      framedReplies: (own ?? other)?.framed ?? byHeader,
      readsExactly: own?.exact ?? false,
      guarded: own?.framed ?? false,
    };
  };
}

function acceptOf(trace: Trace, socket: number): number | undefined {
  return trace.ofKind('accept.ret').find((position) => {
    const event = trace.at(position);
    return event.kind === 'accept.ret' && event.accepted === socket;
  });
}
