import { statSync } from 'node:fs';
import type { Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { Sessions } from '../../server/live/sessions.ts';
import type { SessionsOptions } from '../../server/live/sessions.ts';
import type { TraceEvent } from '../../src/trace/format.ts';
import { temporaryFolder } from './folder.ts';
import { connected } from './ports.ts';
import { eventsOf, readTrace } from './trace.ts';
import { until } from './until.ts';

/** A busy machine takes its time. */
const PATIENCE_MS = 15_000;

/** Live sessions in a folder of their own, stopped when the test ends. */
export class LiveSession {
  readonly sessions: Sessions;
  readonly notices: string[] = [];

  constructor(options: Partial<SessionsOptions> = {}) {
    this.sessions = new Sessions({
      ...{ folder: { dir: temporaryFolder() }, host: '127.0.0.1', maxThreads: 8 },
      onNotice: (text) => this.notices.push(text),
      ...options,
    });
    onTestFinished(async () => void (await this.sessions.stop()));
  }

  get port(): number {
    return this.sessions.state.port;
  }

  /** The file of the newest recording. */
  get file(): string {
    return this.sessions.fileOf(this.sessions.state.recording ?? '') ?? '';
  }

  /** What is in it by now. */
  get events(): TraceEvent[] {
    return statSync(this.file).size === 0 ? [] : eventsOf(readTrace(this.file));
  }

  /** A client that speaks for itself. */
  connect(): Promise<Socket> {
    return connected(this.port);
  }

  /** Waits for an event. */
  async seen(is: (event: TraceEvent) => boolean, nth = 1): Promise<void> {
    await this.happens(() => this.events.filter(is).length >= nth);
  }

  /** Waits until a thread stands at its gate for the nth time: truly, and in the trace. */
  async stands(thread: number, nth = 1): Promise<void> {
    await this.happens(() => {
      const { threads } = this.sessions.holds;
      const isHeld = threads.some((one) => one.thread === thread && one.state === 'held');
      if (!isHeld) return false;
      const ladder = this.ladder(thread);
      const arrivals = ladder.filter((step) => step.startsWith('held')).length;
      return arrivals >= nth && ladder.at(-1)?.startsWith('held') === true;
    });
  }

  /** Waits for something that the session brings about. */
  happens(condition: () => boolean): Promise<void> {
    return until(condition, PATIENCE_MS);
  }

  /** What a thread has done, but for source lines; bytes that come while it is held are none. */
  ladder(thread: number): string[] {
    return this.events
      .filter((event) => 'thread' in event && event.thread === thread)
      .filter(({ kind }) => !['line', 'fn.call', 'fn.return', 'kernel'].includes(kind))
      .map((event) => {
        if (event.kind === 'recv') return `recv ≤ ${event.max}`;
        if (event.kind === 'recv.ret') return `got ${event.n}`;
        if (event.kind === 'held') return `held before ${event.before}`;
        return event.kind;
      })
      .filter((step, n, all) => !step.startsWith('held') || step !== all[n - 1]);
  }
}

/** A session that runs the course's server on a free port, and accepts. */
export async function begun(options: Partial<SessionsOptions> = {}): Promise<LiveSession> {
  const live = new LiveSession(options);
  await live.sessions.begin({ program: 'course', port: 0, title: 'a test' });
  if (live.file !== '') await live.seen(({ kind }) => kind === 'accept');
  return live;
}
