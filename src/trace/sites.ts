/** The places in the programs that a trace names, each once: a column then has one number a line. */
import type { Fields } from './fields.ts';

/** A line of a program, and which locals an event there gives. */
export interface Site {
  readonly file: number;
  /** From 1; 0 where there is none. */
  readonly line: number;
  readonly function: string;
  /** Names of the locals that the event gives, in its order. */
  readonly locals: readonly string[];
}

/** Numbers the sites of a trace from 1, in the order in which they are met. */
export class Sites {
  /** The site `n` is at `n − 1`. Only ever appended to. */
  readonly list: Site[];
  readonly #numbers = new Map<string, number>();
  /** Numbers of the sites by a hash of the bytes that name them, and those bytes. */
  readonly #byHash = new Map<number, { readonly key: Uint8Array; readonly number: number }[]>();

  constructor(list: readonly Site[] = []) {
    this.list = [...list];
    list.forEach((site, n) => this.#numbers.set(keyOf(site), n + 1));
  }

  /** The number of the site that a checked line names. */
  ofFields(line: Fields): number {
    const locals = Object.keys((line['locals'] as object | undefined) ?? {});
    const { f, l, fn } = line;
    return this.#of({ file: f as number, line: l as number, function: fn as string, locals });
  }

  /**
   * The number of the site whose names stand in `key`: the function's, then those of the locals, each
   * ended by a quote, all printable ASCII without escapes.
   */
  ofKey(file: number, line: number, key: Uint8Array, length: number): number {
    let hash = (Math.imul(file, 31) + line) | 0;
    for (let at = 0; at < length; at++) hash = Math.imul(hash ^ (key[at] as number), 0x01000193);
    hash &= 0x3fffffff;
    let known = this.#byHash.get(hash);
    if (known === undefined) this.#byHash.set(hash, (known = []));
    for (const one of known) {
      const site = this.list[one.number - 1] as Site;
      if (site.file === file && site.line === line && isSame(one.key, key, length))
        return one.number;
    }
    const bytes = key.slice(0, length);
    const [name = '', ...locals] = String.fromCharCode(...bytes).split('"');
    locals.pop();
    // JSON.parse knows a name that stands twice once.
    const number = this.#of({ file, line, function: name, locals: [...new Set(locals)] });
    known.push({ key: bytes, number });
    return number;
  }

  #of(site: Site): number {
    const key = keyOf(site);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.list.push(site);
    this.#numbers.set(key, this.list.length);
    return this.list.length;
  }
}

function keyOf(site: Site): string {
  return JSON.stringify([site.file, site.line, site.function, site.locals]);
}

function isSame(a: Uint8Array, b: Uint8Array, length: number): boolean {
  if (a.length !== length) return false;
  for (let at = 0; at < length; at++) if (a[at] !== b[at]) return false;
  return true;
}
