/** The one way a command with running threads ends: by a signal, an error, or its own end. */
import type { Engine } from '../thread/engine.ts';

export interface Ending {
  /** An engine, or whatever runs one engine after the other. */
  readonly engine: Pick<Engine, 'stop' | 'exitNow' | 'exit'> | undefined;
  /** What else has to be closed before the process can end. */
  readonly close?: () => Promise<void>;
}

/**
 * Arranges that Ctrl-C, SIGTERM and an unexpected error stop the engine, flush and close the trace
 * and end the process, with code 0 for a signal. Returns the function that does the same on demand.
 */
export function endWith({ engine, close }: Ending): (code: number) => Promise<void> {
  let ending: Promise<void> | undefined;
  const end = (code: number): Promise<void> => (ending ??= finish(code));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void end(0));
  for (const trouble of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(trouble, (error: unknown) => {
      process.stderr.write(`wirestep: unexpected: ${String(error)}. The trace is closed.\n`);
      void end(1);
    });
  }
  return end;

  async function finish(code: number): Promise<void> {
    process.exitCode = code;
    const closing = close?.();
    const clean = (await engine?.stop()) ?? true;
    // A thread that nothing wakes would keep the process alive for ever.
    if (!clean) engine?.exitNow(code);
    await closing;
    if (engine === undefined) process.exit(code);
    engine.exit(code);
  }
}
