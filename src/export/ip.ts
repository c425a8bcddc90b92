/** Hosts as they stand in Python's address tuples → the addresses of IP packets. */

/** Four bytes, or sixteen. */
export interface Ip {
  readonly bytes: Uint8Array;
  /** The host is no address but a name: this one stands for it. */
  readonly standsIn: boolean;
}

/** The address of a host; for a name one of the range for documentation (RFC 5737), always the same. */
export function ipOf(host: string): Ip {
  const bytes = ipv4(host) ?? ipv6(host);
  if (bytes !== undefined) return { bytes, standsIn: false };
  let hash = 0;
  for (let at = 0; at < host.length; at++) hash = (hash * 31 + host.charCodeAt(at)) % 254;
  return { bytes: Uint8Array.of(192, 0, 2, 1 + hash), standsIn: true };
}

/** Two addresses of one kind: where only one is IPv6, the other is mapped into it (RFC 4291). */
export function sameKind(a: Ip, b: Ip): readonly [Ip, Ip] {
  if (a.bytes.length === b.bytes.length) return [a, b];
  return [mapped(a), mapped(b)];
}

/** Its text, as Wireshark shows it for IPv4. */
export function ipText({ bytes }: Ip): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, n) =>
    (((bytes[2 * n] as number) << 8) | (bytes[2 * n + 1] as number)).toString(16),
  );
  return groups.join(':');
}

function mapped(ip: Ip): Ip {
  if (ip.bytes.length === 16) return ip;
  const bytes = new Uint8Array(16);
  bytes.fill(0xff, 10, 12);
  bytes.set(ip.bytes, 12);
  return { ...ip, bytes };
}

function ipv4(text: string): Uint8Array | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part))) return undefined;
  const numbers = parts.map(Number);
  return numbers.every((number) => number <= 255) ? Uint8Array.from(numbers) : undefined;
}

/** RFC 4291, section 2.2; a zone (`fe80::1%eth0`) belongs to the machine, not to the packet. */
function ipv6(text: string): Uint8Array | undefined {
  const [address = ''] = text.split('%');
  const halves = address.split('::');
  if (!address.includes(':') || halves.length > 2) return undefined;
  const [front, back] = halves.map(groupsOf);
  if (front === undefined) return undefined;
  if (halves.length === 1) return front.length === 16 ? Uint8Array.from(front) : undefined;
  if (back === undefined || front.length + back.length > 14) return undefined;
  const bytes = new Uint8Array(16);
  bytes.set(front);
  bytes.set(back, 16 - back.length);
  return bytes;
}

/** Bytes of groups between colons; the last may be an IPv4 address. */
function groupsOf(text: string): readonly number[] | undefined {
  if (text === '') return [];
  const bytes: number[] = [];
  const groups = text.split(':');
  for (const [index, group] of groups.entries()) {
    const last = index === groups.length - 1 ? ipv4(group) : undefined;
    if (last !== undefined) bytes.push(...last);
    else if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined;
    else bytes.push(parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff);
  }
  return bytes;
}
