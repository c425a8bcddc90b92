/** What can be chosen for both sides, in words. */
import type { End, ServerProgram } from '../../lab/composition.ts';

export const ENDINGS: readonly { readonly end: End; readonly title: string }[] = [
  { end: 'goodbye', title: '!DISCONNECT, then close' },
  { end: 'close', title: 'close without goodbye' },
  { end: 'half-close', title: 'half-close' },
  { end: 'reset', title: 'reset' },
  { end: 'stay', title: 'stay connected' },
];

export const PROGRAMS: readonly {
  readonly program: ServerProgram;
  readonly title: string;
  readonly note: string;
}[] = [
  { program: 'course', title: 'Course’s server', note: 'recv(64), then recv(length)' },
  { program: 'fixed', title: 'Fixed server', note: 'asks again, checks lengths, says goodbye' },
  { program: 'sizes', title: 'Other recv sizes', note: 'the course’s, with sizes that you set' },
];
