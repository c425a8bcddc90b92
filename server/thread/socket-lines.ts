import type { Detail } from '../../src/trace/format.ts';
import { LineTemplate } from './line-template.ts';

/**
 * The lines of one socket's frequent events, ready but for their numbers. Field 0 is the event's
 * number, field 1 its time; the others follow in the order of the pieces. Each is made when it is
 * first wanted: the accept loop wants none.
 */
export class SocketLines {
  readonly #names: string;
  readonly #queued: readonly string[];
  #recv: LineTemplate | undefined;
  #recvRet: LineTemplate | undefined;
  #send: LineTemplate | undefined;
  #sendRet: LineTemplate | undefined;

  constructor(who: string, socket: number, fd: number, detail: Detail) {
    this.#names = `${who},"s":${socket},"fd":${fd}`;
    this.#queued = detail === 'lines' ? [',"queued":'] : [];
  }

  /** Kind, thread and socket of an event, for lines that need other care. */
  head(kind: 'recv' | 'recv.ret' | 'send' | 'send.ret'): string {
    return `,"k":"${kind}",${this.#names}`;
  }

  /** 2 max, 3 queued */
  get recv(): LineTemplate {
    return (this.#recv ??= this.#line('recv', 'max', ...this.#queued, '}\n'));
  }

  /** 2 re, 3 n, 4 off, 5 queued; then the bytes and `CHUNK_END` */
  get recvRet(): LineTemplate {
    return (this.#recvRet ??= this.#line(
      'recv.ret',
      're',
      ',"n":',
      ',"off":',
      ...this.#queued,
      ',"u":"',
    ));
  }

  /** 2 len, 3 off; then the bytes and `CHUNK_END` */
  get send(): LineTemplate {
    return (this.#send ??= this.#line('send', 'len', ',"off":', ',"u":"'));
  }

  /** 2 re, 3 n */
  get sendRet(): LineTemplate {
    return (this.#sendRet ??= this.#line('send.ret', 're', ',"n":', '}\n'));
  }

  #line(kind: Parameters<SocketLines['head']>[0], first: string, ...more: string[]): LineTemplate {
    return new LineTemplate(['{"i":', ',"t":', `${this.head(kind)},"${first}":`, ...more]);
  }
}
