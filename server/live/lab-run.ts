/** Runs what the byte lab composed: real clients against a real server, recorded until all is quiet. */
import { actsOf } from '../../src/lab/composition.ts';
import type { Act, Composition } from '../../src/lab/composition.ts';
import { titleOf } from '../../src/lab/good.ts';
import { Watcher } from '../lessons/watcher.ts';
import { Engine } from '../thread/engine.ts';

/** Whatever a composition does, its recording ends after this. */
const LONGEST_MS = 18_000;
/** A client that waits for a reply: nothing was recorded for so long, beyond the pauses it makes. */
const QUIET_MS = 1_500;
/** Time to see what the server does once the clients are done, such as turning in circles. */
const SETTLE_MS = 300;
/** The fixed server's patience in a lab run, seconds: short enough to wait for. */
const TIMEOUT = 2;
/** A busy machine may take long to end a thread; nobody waits at a terminal for it. */
const STOP_MS = 5_000;
const HOST = '127.0.0.1';

export interface LabPlace {
  /** The new trace, and its id where that is its file's name. */
  readonly file: string;
  readonly id?: string;
  /** The composition's own unless another is given. */
  readonly title?: string;
  /** 0, any free one, unless another is given. */
  readonly port?: number;
  /** Ends the run early. */
  readonly signal?: AbortSignal;
}

/**
 * Records one run of a composition that `readComposition` has checked. The programs are stopped and
 * the trace is closed when it resolves, and when it rejects.
 * @throws Error with one sentence
 */
export async function recordComposition(
  composition: Composition,
  { file, id, title = titleOf(composition), port = 0, signal }: LabPlace,
): Promise<void> {
  const trouble: string[] = [];
  const { clients, server } = composition;
  const engine = new Engine({
    maxThreads: 2 * clients,
    stopMs: STOP_MS,
    recording: {
      ...{ id, file, title, detail: 'lines' },
      framedReplies: server.program === 'fixed',
    },
    onNotice: (text) => trouble.push(text),
  });
  const watcher = new Watcher(engine, file);
  let clean = false;
  try {
    const address = await engine.startServer({ host: HOST, port, timeout: TIMEOUT, ...server });
    const acts = actsOf(composition);
    for (let n = 1; n <= clients; n++) {
      engine.startClient({ program: 'composed', acts, nodelay: composition.nodelay, ...address });
      const arrived = { program: `client-${n}`, kind: 'connect.ret', nth: 1, where: {} } as const;
      await watcher.until(() => watcher.has(arrived), QUIET_MS);
    }
    const isEnded = (): boolean => signal?.aborted === true || isOver(watcher, composition, acts);
    await watcher.until(isEnded, LONGEST_MS);
    await watcher.until(() => signal?.aborted === true, SETTLE_MS);
  } finally {
    clean = await engine.stop();
    watcher.close();
  }
  if (!clean) throw new Error('A thread of the run did not end: the recording is not complete.');
  const [problem] = trouble;
  if (problem !== undefined) throw new Error(problem);
}

/** Every client has ended, waits for Enter, or has waited too long for bytes. */
function isOver(
  watcher: Watcher,
  { clients, end, server }: Composition,
  acts: readonly Act[],
): boolean {
  const names = Array.from({ length: clients }, (_, n) => `client-${n + 1}`);
  const quiet = watcher.quietMs;
  const atRest = names.every((name) => {
    const kind = watcher.lastOf(name)?.kind;
    return kind === 'prog.exit' || kind === 'input';
  });
  // A client that stays and says nothing: the fixed server loses its patience.
  if (atRest && end === 'stay' && server.program === 'fixed')
    return quiet > TIMEOUT * 1000 + QUIET_MS;
  if (atRest) return true;
  const patience = server.program === 'fixed' ? TIMEOUT * 1000 : 0;
  return quiet > QUIET_MS + Math.max(patience, longestPause(acts));
}

function longestPause(acts: readonly Act[]): number {
  return Math.max(0, ...acts.map((act) => (act.do === 'pause' ? act.ms : 0)));
}
