import { runInNewContext } from 'node:vm';

/**
 * Runs an action on a stranger's input, for no longer than `ms`: a text can be made so that reading
 * it takes hours, and the server would not answer meanwhile.
 * @throws what the action throws; an Error in words where it was stopped
 */
export function within<T>(ms: number, action: () => T): T {
  const done: { value?: T } = {};
  const run = (): void => void (done.value = action());
  try {
    // The only way to stop what runs in this very thread; the code in there is our own.
    runInNewContext('run()', { run }, { timeout: Math.max(1, Math.round(ms)) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new Error('reading this takes too long', { cause: error });
  }
  return done.value as T;
}
