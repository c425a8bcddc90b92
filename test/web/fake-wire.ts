import type { Wire } from '../../server/web/outlet.ts';

/** The end of a WebSocket that a test holds. */
export class FakeWire implements Wire {
  bufferedAmount = 0;
  closed: number | undefined;
  /** Nothing that is sent leaves. */
  stuck = false;
  readonly sent: (string | Uint8Array)[] = [];

  send(data: string | Uint8Array): void {
    this.sent.push(data);
    if (this.stuck) this.bufferedAmount += data.length;
  }

  close(code: number): void {
    this.closed = code;
  }

  /** The text messages, read. */
  get texts(): { readonly type: string; readonly [field: string]: unknown }[] {
    const texts = this.sent.filter((data) => typeof data === 'string');
    return texts.map((text) => JSON.parse(text) as { type: string });
  }

  get frames(): Uint8Array<ArrayBuffer>[] {
    return this.sent.filter((data) => typeof data !== 'string') as Uint8Array<ArrayBuffer>[];
  }
}
