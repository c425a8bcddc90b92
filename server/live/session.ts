/** The live session of `wirestep start`: the course's server, running and recorded. */
import { rm } from 'node:fs/promises';
import type { NewRecording } from '../data/folder.ts';
import type { ThreadStatus } from '../../src/live/api.ts';
import { Engine } from '../thread/engine.ts';
import { maxThreads as threadLimit } from '../thread/limits.ts';
import type { LiveSource } from '../web/web.ts';

export interface SessionOptions {
  readonly host: string;
  readonly port: number;
  readonly maxThreads: number;
  /** Where to record; undefined where nothing can be recorded. */
  readonly recording: NewRecording | undefined;
  readonly onNotice: (text: string) => void;
}

export interface Session {
  readonly engine?: Engine;
  readonly live?: LiveSource;
  /** What threads cost on this machine. */
  threads?(): ThreadStatus;
  /** Why there is no live server: one sentence. */
  readonly unavailable?: string;
}

/**
 * Starts the server. Where this machine cannot make the calls, the session only says so: lessons
 * and recordings need no engine.
 * @throws Error with one sentence where the address cannot be had
 */
export async function startSession(options: SessionOptions): Promise<Session> {
  const { host, port, maxThreads, recording, onNotice } = options;
  const title = `Live session, ${new Date().toISOString().slice(0, 16).replace('T', ' ')}`;
  let notice: string | undefined;
  let engine: Engine;
  try {
    engine = new Engine({
      maxThreads,
      onNotice: (text) => {
        notice = text;
        onNotice(text);
      },
      recording: { title, detail: 'lines', ...recording },
    });
  } catch (error) {
    return { unavailable: (error as Error).message };
  }
  try {
    const address = await engine.startServer({ host, port, reuse: true });
    const live: LiveSource = {
      status: () => ({ ...address, title, ...(notice === undefined ? {} : { notice }) }),
      recordingId: recording?.id,
      onGrow: (listener) => engine.onGrow(listener),
    };
    return { engine, live, threads: () => threadStatus(engine.bytesPerThread) };
  } catch (error) {
    await engine.stop();
    // A session that never began leaves no recording behind.
    if (recording !== undefined) await rm(recording.file, { force: true });
    throw error;
  }
}

/** @param bytes memory that one thread takes, where it was measured */
export function threadStatus(bytes: number | undefined): ThreadStatus {
  const limit = threadLimit();
  // Less than nothing: memory was given back meanwhile, so nothing was measured.
  if (bytes === undefined || bytes <= 0) return limit;
  return { ...limit, mbEach: Math.round(bytes / 1e5) / 10 };
}
