/** Which recordings came from the lab, and from what: kept in this browser. */
import { NAME } from '../../live/name.ts';
import { recall, remember } from '../shell/storage.ts';

export interface LabRun {
  readonly id: string;
  /** Text of the composition's link. */
  readonly composed: string;
}

const KEY = 'wirestep.lab-runs';
const MOST = 40;

/** The newest last; nothing that another page left there is trusted. */
export function readRuns(): readonly LabRun[] {
  return (recall(KEY) ?? '').split('\n').flatMap((line) => {
    const [id = '', composed = ''] = line.split(' ');
    return NAME.test(id) && composed !== '' ? [{ id, composed }] : [];
  });
}

export function runOf(id: string): LabRun | undefined {
  return readRuns().find((run) => run.id === id);
}

/** The recording of this composition, where it was run before. */
export function ranAs(composed: string): string | undefined {
  return readRuns().findLast((run) => run.composed === composed)?.id;
}

export function keepRun(run: LabRun): void {
  const runs = [...readRuns().filter(({ id }) => id !== run.id), run].slice(-MOST);
  remember(KEY, runs.map(({ id, composed }) => `${id} ${composed}`).join('\n'));
}
