import type { Detail } from '../../src/trace/format.ts';
import { LineTemplate } from './line-template.ts';

/**
 * The lines of one socket's frequent events, ready but for their numbers. Field 0 is the event's
 * number, field 1 its time; the others follow in the order of the pieces.
 */
export class SocketLines {
  /** 2 max, 3 queued */
  readonly recv: LineTemplate;
  /** 2 re, 3 n, 4 off, 5 queued; then the bytes and `CHUNK_END` */
  readonly recvRet: LineTemplate;
  /** 2 len, 3 off; then the bytes and `CHUNK_END` */
  readonly send: LineTemplate;
  /** 2 re, 3 n */
  readonly sendRet: LineTemplate;
  /** Kind, thread and socket of these events, for lines that need other care. */
  readonly heads: Readonly<Record<'recv' | 'recvRet' | 'send', string>>;

  constructor(who: string, socket: number, fd: number, detail: Detail) {
    const names = `${who},"s":${socket},"fd":${fd}`;
    const queued = detail === 'lines' ? [',"queued":'] : [];
    const head = (kind: string): string => `,"k":"${kind}",${names}`;
    const line = (kind: string, first: string, ...more: string[]): LineTemplate =>
      new LineTemplate(['{"i":', ',"t":', `${head(kind)},"${first}":`, ...more]);
    this.recv = line('recv', 'max', ...queued, '}\n');
    this.recvRet = line('recv.ret', 're', ',"n":', ',"off":', ...queued, ',"u":"');
    this.send = line('send', 'len', ',"off":', ',"u":"');
    this.sendRet = line('send.ret', 're', ',"n":', '}\n');
    this.heads = { recv: head('recv'), recvRet: head('recv.ret'), send: head('send') };
  }
}
