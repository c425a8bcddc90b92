/** Who calls at a port without speaking the course's protocol, told by the first bytes that came. */

/** `browser`: HTTP, as any web page can send it. `tls`: the same behind https. */
export type Knocker = 'browser' | 'tls' | 'ssh';

/** RFC 9110, section 9.3, and PATCH (RFC 5789); `PRI` opens HTTP/2 (RFC 9113, section 3.4). */
const REQUEST = /^(GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH|PRI) [^ ]/;
const SSH = /^SSH-\d/;
/** RFC 8446, section 5.1: a record of type 22 (handshake), of version 3.0 to 3.4. */
const HANDSHAKE = 22;
const VERSION = 3;
const LATEST = 4;
/** More is not needed to tell. */
const ENOUGH = 16;

/** Undefined where the first bytes of a stream may be the course's, or another program's. */
export function knockerOf(first: Uint8Array): Knocker | undefined {
  const [type, major, minor = Infinity] = first;
  if (type === HANDSHAKE && major === VERSION && minor <= LATEST) return 'tls';
  const text = String.fromCharCode(...first.subarray(0, ENOUGH));
  if (REQUEST.test(text)) return 'browser';
  return SSH.test(text) ? 'ssh' : undefined;
}
