import { hostname, networkInterfaces, type NetworkInterfaceInfo } from 'node:os';

/** A Host header's content, taken apart; `port` is 80 where it names none. */
export interface HostAndPort {
  /** Lower case; an IPv6 address in brackets and in its one short form. */
  readonly name: string;
  readonly port: number;
}

/**
 * Takes `name`, `name:port` or `[ipv6]:port` apart. Undefined for anything a browser would not
 * send: user names, spaces, paths, zone ids, port 0 or beyond 65535.
 */
export function parseHost(text: string): HostAndPort | undefined {
  const parts = /^(\[[0-9a-f:.]+\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)(?::([1-9]\d{0,4}))?$/i.exec(text);
  if (!parts?.[1]) return undefined;
  const port = Number(parts[2] ?? 80);
  const name = parts[1].startsWith('[') ? shortIpv6(parts[1]) : parts[1].toLowerCase();
  return name === undefined || port > 65535 ? undefined : { name, port };
}

function shortIpv6(bracketed: string): string | undefined {
  return URL.canParse(`http://${bracketed}`) ? new URL(`http://${bracketed}`).hostname : undefined;
}

/** Is this an address that only this machine reaches? `localhost` counts as one. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** The names by which a server bound to `boundTo` is asked for: as `HostAndPort.name` has them. */
export function ownNames(boundTo: string): ReadonlySet<string> {
  const names = ['localhost', '127.0.0.1', '[::1]', hostname().toLowerCase()];
  if (!isLoopback(boundTo)) names.push(...interfaceNames(boundTo));
  return new Set(names);
}

/** Where people reach a server bound to `boundTo`: this machine's own address first. */
export function addressesOf(boundTo: string): string[] {
  if (isLoopback(boundTo)) return [boundTo === '::1' ? '[::1]' : boundTo];
  const outside = interfaces(boundTo).filter(
    ({ internal, family }) => !internal && family === 'IPv4',
  );
  const own = isEvery(boundTo) ? ['127.0.0.1'] : [];
  return [...own, ...outside.map(({ address }) => address)];
}

function interfaceNames(boundTo: string): string[] {
  return interfaces(boundTo)
    .map(({ address, family }) => (family === 'IPv6' ? shortIpv6(`[${address}]`) : address))
    .filter((name) => name !== undefined);
}

/** Asked anew each time: a laptop changes its network while the server runs. */
function interfaces(boundTo: string): NetworkInterfaceInfo[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.filter(({ address }) => isEvery(boundTo) || address === boundTo);
}

const isEvery = (boundTo: string): boolean => boundTo === '0.0.0.0' || boundTo === '::';
