import { addressText } from './python/address.ts';
import type { Shown } from './show.ts';

/** Python's address tuple: shows itself as `('127.0.0.1', 58994)`. */
export class Address implements Shown {
  readonly host: string;
  readonly port: number;
  /** Made once: every message's print shows it. */
  readonly #text: string;

  constructor(host: string, port: number) {
    this.host = host;
    this.port = port;
    this.#text = addressText([host, port]);
  }

  get json(): string {
    return JSON.stringify([this.host, this.port]);
  }
  get shown(): string {
    return this.#text;
  }
  toString(): string {
    return this.#text;
  }
}
