/**
 * The composed client: does a list of acts by the same calls as any program here. Its source is the
 * listing in Python that does the same; line by line the recording points into that.
 */
import type { Act } from '../../src/lab/composition.ts';
import { bytesOfHex } from '../../src/trace/hex.ts';
import type { Python } from '../../src/lab/python.ts';
import { Address } from './address.ts';
import { input, print, sleep } from './builtins.ts';
import { Bytes } from './bytes.ts';
import { here } from './context.ts';
import { frames } from './lines.ts';
import { AF_INET, SOCK_STREAM, socket } from './socket.ts';
import type { Socket } from './socket.ts';

/** What the engine sends along with the job. */
export interface Script {
  readonly acts: readonly Act[];
  readonly python: Python;
  readonly path: string;
}

/** As the build makes of every other program: a fresh copy for each thread. */
export function load() {
  return { main };
}

function main(): void {
  const at = here();
  const { acts, python, path } = JSON.parse(String(at.take())) as Script;
  at.listing = { pythonPath: path, python: python.source };
  frames.enter('<module>', python.opening.socket, () => ({}));
  try {
    perform(acts, python);
  } catch (error) {
    throw frames.raise(error);
  } finally {
    frames.leave();
  }
}

function perform(acts: readonly Act[], { opening, lines }: Python): void {
  const { host = '', port = 0 } = here().job.options;
  line(opening.socket);
  const client = socket(AF_INET, SOCK_STREAM);
  if (opening.nodelay !== undefined) {
    line(opening.nodelay, client);
    client.setsockopt('IPPROTO_TCP', 'TCP_NODELAY', 1);
  }
  line(opening.connect, client);
  client.connect(new Address(host, port));
  acts.forEach((act, n) => {
    const at = lines[n] ?? 0;
    if (act.do === 'reset') {
      // Lingering for no time: close throws away what is queued, and answers with a reset.
      line(at - 1, client);
      client.setsockopt('SOL_SOCKET', 'SO_LINGER', 0);
    }
    line(at, client);
    doAct(act, client);
  });
}

function doAct(act: Act, client: Socket): void {
  switch (act.do) {
    case 'send':
      return void client.send(new Bytes(bytesOfHex(act.hex)));
    case 'recv':
      return print(client.recv(act.max).decode('utf-8'));
    case 'pause':
      return sleep(act.ms / 1000);
    case 'enter':
      return void input();
    case 'half-close':
      return client.shutdown('SHUT_WR');
    case 'reset':
    case 'close':
      return client.close();
  }
}

/** The listing's line runs now. */
function line(number: number, client?: Socket): void {
  frames.n = number;
  if (frames.lines) frames.line({ client });
}
