import { here } from './context.ts';

/** The host that --host says, or the program's own. */
export function host(own: string): string {
  return here().job.options.host ?? own;
}

/** The port that --port says, or the program's own. */
export function port(own: number): number {
  return here().job.options.port ?? own;
}
