/** What a person needs to connect a client of their own: where the server is, and client.py. */
import type { ServerProgram } from '../../../live/state.ts';

/** An address that a client can connect to. */
export interface Reach {
  readonly host: string;
  /** Only programs on the server's own computer reach it there. */
  readonly local: boolean;
}

/** In the course's own client: the address of the computer that its author had. */
export const COURSE_LINE = 'SERVER = "192.168.56.1"';
export const COURSE_PORT = 5050;

const LOOPBACK = '127.0.0.1';
const ANY = ['0.0.0.0', '::'];
/** Names and IPv4 addresses: the course's client knows no others. */
const HOST = /^[a-z0-9][a-z0-9.-]*$/i;

interface Known {
  /** Where the course's server listens. */
  readonly server: string;
  /** The host in the page's own address: it has been reached by that. */
  readonly page: string;
  /** Links to join the class, which name the computer as others see it. */
  readonly join?: readonly string[] | undefined;
}

/**
 * Where a client can reach the server, the address first that works from most computers. Empty: from
 * this computer it cannot be reached at all.
 */
export function addressesOf({ server, page, join = [] }: Known): readonly Reach[] {
  const here = isLoopback(page) ? [{ host: LOOPBACK, local: true }] : [];
  if (isLoopback(server)) return here;
  if (!ANY.includes(server)) return [{ host: server, local: false }];
  const hosts = [page, ...join.map(hostOf)].filter((host) => HOST.test(host) && !isLoopback(host));
  return [...[...new Set(hosts)].map((host) => ({ host, local: false })), ...here];
}

/** The name of the course's client in Python that suits the server. */
export function clientFile(program: ServerProgram): string {
  return program === 'fixed' ? 'client_fixed.py' : 'client_lines.py';
}

/** The line that names the server. */
export function serverLine(host: string): string {
  return `SERVER = ${JSON.stringify(host)}`;
}

/** A client's source with the server's address in it; nothing else of it changes. */
export function clientSource(source: string, host: string, port: number): string {
  return source
    .replace(/^SERVER = .*$/m, () => serverLine(host))
    .replace(/^PORT = .*$/m, `PORT = ${port}`);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || /^127\.|^\[?::1\]?$/.test(host);
}

function hostOf(link: string): string {
  return URL.canParse(link) ? new URL(link).hostname : '';
}
