/** A composed client as a Python program: the same calls with the same bytes, one line an act. */
import { bytesOfHex } from '../trace/hex.ts';
import { pythonBytes } from '../trace/python-bytes.ts';
import type { Act } from './composition.ts';

export interface Python {
  /** The program; runs with nothing but Python's own library. */
  readonly source: string;
  /** `lines[k]` is the line, from 1, that does act k. */
  readonly lines: readonly number[];
  /** The lines before the first act. */
  readonly opening: {
    readonly socket: number;
    /** Absent where the option is not set. */
    readonly nodelay?: number;
    readonly connect: number;
  };
}

/** The acts in Python, for a server at `host` and `port`. */
export function pythonOf(
  acts: readonly Act[],
  { host, port, nodelay }: { host: string; port: number; nodelay: boolean },
): Python {
  const uses = (what: Act['do']): boolean => acts.some((act) => act.do === what);
  const source: string[] = [];
  const add = (line: string): number => source.push(line);
  add('import socket');
  if (uses('reset')) add('import struct');
  if (uses('pause')) add('import time');
  add('');
  const opening = {
    socket: add('client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)'),
    ...(nodelay && {
      nodelay: add('client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)'),
    }),
    connect: add(`client.connect((${JSON.stringify(host)}, ${port}))`),
  };
  if (acts.length > 0) add('');
  const lines = acts.map((act) => {
    // Linger for no time at all: the close that follows is a reset.
    if (act.do === 'reset')
      add(`client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ${LINGER})`);
    return add(lineOf(act));
  });
  return { source: source.join('\n') + '\n', lines, opening };
}

const LINGER = 'struct.pack("ii", 1, 0)';

function lineOf(act: Act): string {
  switch (act.do) {
    case 'send':
      return `client.send(${pythonBytes(bytesOfHex(act.hex))})`;
    case 'recv':
      return `print(client.recv(${act.max}).decode("utf-8"))`;
    case 'pause':
      return `time.sleep(${act.ms / 1000})`;
    case 'enter':
      return 'input()';
    case 'half-close':
      return 'client.shutdown(socket.SHUT_WR)';
    case 'reset':
    case 'close':
      return 'client.close()';
  }
}
