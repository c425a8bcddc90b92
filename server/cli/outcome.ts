/** How a command ends: its exit code, and what it says on stderr where it is not 0. */

/** The command was given what does not fit: exit code 2. The message is one sentence. */
export class Misuse extends Error {}

/** The command could not do its work: exit code 1. The message is one sentence. */
export class Failure extends Error {}

const CLOSED: ReadonlySet<unknown> = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED']);

/** Whoever read what is printed has stopped (`| head`): nothing is wrong. */
export function isClosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && CLOSED.has(error.code);
}

/** Runs a command to its exit code. Errors that nobody expected are thrown again. */
export async function outcome(
  run: () => Promise<void>,
  stderr: { write(text: string): unknown },
): Promise<number> {
  try {
    await run();
    return 0;
  } catch (error) {
    if (isClosed(error)) return 0;
    if (error instanceof Misuse) stderr.write(`error: ${error.message}\n`);
    else if (error instanceof Failure) stderr.write(`${error.message}\n`);
    else throw error;
    return error instanceof Misuse ? 2 : 1;
  }
}
