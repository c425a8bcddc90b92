import type { Address, Platform } from './sys.ts';

/** Size of `struct sockaddr_in` everywhere. */
export const SOCKADDR_BYTES = 16;
export const AF_INET = 2;

/**
 * Writes a `struct sockaddr_in`: family in two bytes of the machine's order (macOS: a length byte,
 * then one byte of family), port and host in network order, eight bytes of zero.
 *
 * @throws {RangeError} when the host is no dotted quad or the port no port
 */
export function writeSockaddr(
  platform: Platform,
  bytes: Uint8Array,
  host: string,
  port: number,
): void {
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new RangeError(`port ${port} is not between 0 and 65535`);
  }
  bytes.fill(0);
  bytes[0] = platform === 'darwin' ? SOCKADDR_BYTES : AF_INET;
  bytes[1] = platform === 'darwin' ? AF_INET : 0;
  bytes[2] = port >> 8;
  bytes[3] = port & 0xff;
  bytes.set(parseHost(host), 4);
}

/** Reads what `writeSockaddr` writes; family and length byte are not looked at. */
export function readSockaddr(bytes: Uint8Array): Address {
  const [, , high = 0, low = 0, a, b, c, d] = bytes;
  return { host: `${a}.${b}.${c}.${d}`, port: high * 256 + low };
}

const DOTTED_QUAD = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

function parseHost(host: string): number[] {
  const parts = DOTTED_QUAD.exec(host)?.slice(1).map(Number);
  if (!parts || parts.some((part) => part > 255)) {
    throw new RangeError(`"${host}" is not an IPv4 address such as 127.0.0.1`);
  }
  return parts;
}
