import { here } from './context.ts';

/** The host that --host says, or the program's own. */
export function host(own: string): string {
  return here().job.options.host ?? own;
}

/** The most bytes that one recv of a header asks for. */
export function headerRecv(own: number): number {
  return here().job.options.headerRecv ?? own;
}

/** The most bytes that one recv of a payload asks for; 0: as many as the header says. */
export function payloadRecv(own: number): number {
  return here().job.options.payloadRecv ?? own;
}

/** Whether the program asks again until all bytes have come. */
export function exactly(own: boolean): boolean {
  return here().job.options.exactly ?? own;
}

/** Seconds that one recv waits. */
export function timeout(own: number): number {
  return here().job.options.timeout ?? own;
}

/** The port that --port says, or the program's own. */
export function port(own: number): number {
  return here().job.options.port ?? own;
}
