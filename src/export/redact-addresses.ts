/**
 * Addresses → addresses of the ranges for documentation (RFC 5737, RFC 3849): one address always has
 * the same stand-in in a trace, and no two have the same.
 */
import type { Address } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';

/** Instead of what no stand-in is known for. */
export const REDACTED = '(redacted)';

/** Kinds that name addresses. */
const ADDRESSED = [
  'bind',
  'bind.ret',
  'connect',
  'connect.ret',
  'accept.ret',
  'connection',
] as const;
/** Any address of the machine: nobody's. */
const ANY: ReadonlySet<string> = new Set(['', '0.0.0.0', '::']);

const IPV4 = String.raw`(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\w)`;
const IPV6 = String.raw`(?<![\w:.])(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}(?:(?:\.\d{1,3}){3})?(?:%\w+)?(?![\w:])`;
const ADDRESS = new RegExp(`${IPV6}|${IPV4}`, 'gi');
/** From a drive, a home or a root on, at the beginning of a word. */
const PATH = /(?<![\w.\\/])(?:~|[a-z]:)?(?:[\\/]+[^\\/\s'"]+)+[\\/]*/gi;

/** Knows every address that the events and the header of a trace name. */
export class StandIns {
  readonly #hosts = new Map<string, string>();
  #ipv4 = 0;
  #ipv6 = 0;
  /** Finds every address in a text: hosts that are named by words, longest first, and numbers. */
  readonly #pattern: RegExp;

  constructor(trace: Trace) {
    for (const kind of ADDRESSED) {
      for (const position of trace.ofKind(kind)) {
        const event = trace.at(position);
        if ('address' in event) this.#add(event.address[0]);
        if ('local' in event) this.#add(event.local[0]);
        if ('peer' in event) this.#add(event.peer[0]);
      }
    }
    const { title, programs } = trace.header;
    for (const text of [title, ...programs.map(({ name }) => name)]) {
      for (const [found] of text.matchAll(ADDRESS)) if (isAddress(found)) this.#add(found);
    }
    const names = [...this.#hosts.keys()].filter((host) => !/^[\d.]+$|:/.test(host));
    const words = names.sort((a, b) => b.length - a.length).map(escapeForPattern);
    const word = `(?<![\\w.-])(?:${words.join('|')})(?![\\w-])`;
    this.#pattern = words.length === 0 ? ADDRESS : new RegExp(`${word}|${ADDRESS.source}`, 'gi');
  }

  /** The address with its stand-in; the port stays. */
  address([host, port]: Address): Address {
    return [this.#of(host), port];
  }

  /** A text in which every address has its stand-in, and of every path the last name is left. */
  text(text: string): string {
    const paths = text.replace(PATH, lastName);
    return paths.replace(this.#pattern, (host) => (isAddress(host) ? this.#of(host) : host));
  }

  #of(host: string): string {
    const key = host.toLowerCase();
    return ANY.has(key) ? host : (this.#hosts.get(key) ?? REDACTED);
  }

  #add(host: string): void {
    const key = host.toLowerCase();
    if (ANY.has(key) || this.#hosts.has(key)) return;
    const isIpv6 = key.includes(':');
    this.#hosts.set(key, isIpv6 ? `2001:db8::${(++this.#ipv6).toString(16)}` : ipv4(this.#ipv4++));
  }
}

/** The last name of a path of any system. */
export function lastName(path: string): string {
  return path.split(/[\\/]+/).findLast((name) => name !== '') ?? '';
}

/** The nth of 192.0.2.1 … 254, then of the other two ranges for documentation, then of the range for
 *  tests of networks (RFC 2544), then of the reserved ones. */
function ipv4(n: number): string {
  const range = ['192.0.2', '198.51.100', '203.0.113'][Math.floor(n / 254)];
  if (range !== undefined) return `${range}.${(n % 254) + 1}`;
  const rest = n - 3 * 254;
  const base = rest < 2 ** 17 ? 0xc6120000 : 0xf0000000 - 2 ** 17;
  const address = base + rest;
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join('.');
}

/** Eight groups, or fewer with `::`: else it is a time of day, or a word of a language. */
function isAddress(text: string): boolean {
  if (!text.includes(':')) return true;
  const colons = text.split(':').length - 1;
  return text.includes('::')
    ? colons <= 8 && /[\da-f]/i.test(text)
    : colons === 7 || text.includes('.');
}

function escapeForPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
