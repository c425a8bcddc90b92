import type { ThreadScene } from '../../scene/scene.ts';
import type { Trace } from '../../trace/trace.ts';
import type { MarkKind } from '../style/marks.ts';
import type { Listing } from './program.ts';

/** Why no line is marked; undefined where one is. */
export function noLine(
  trace: Trace,
  thread: ThreadScene | undefined,
  listing: Listing | undefined,
): string | undefined {
  if (listing?.line !== undefined) return undefined;
  if (trace.header.detail === 'calls') {
    return 'This recording holds calls only: no lines, no locals.';
  }
  if (thread === undefined) return 'No thread has run a line yet.';
  if (thread.line !== undefined) return 'The line that runs now has no twin here: see TypeScript.';
  if (thread.state === 'finished') return `${thread.badge} has finished.`;
  return `${thread.badge} has not run a line yet.`;
}

/** Whether a listing's marked line was recorded, or stands for the one that was. */
export function originOf(
  { ran, file }: Listing,
  twins: boolean,
  runtime = '',
): { readonly kind: MarkKind; readonly note: string } {
  if (!ran) {
    return {
      kind: 'derived',
      note: 'This is the course’s Python program. The recording ran its TypeScript twin, line for line: the TypeScript line is measured, this one is found beside it.',
    };
  }
  // Python that no Python ran: the listing of a composed client.
  if (file.language === 'python' && !twins && runtime.startsWith('node')) {
    const note =
      'wirestep made these calls, line by line. The listing is derived: run with Python, it does the same.';
    return { kind: 'measured', note };
  }
  const note = twins ? 'This is the program that ran. Its Python twin is derived.' : '';
  return { kind: 'measured', note: note || 'This is the program that ran.' };
}
