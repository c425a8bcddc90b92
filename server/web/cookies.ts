/** The cookie that says who a page is. Its name has the port: cookies of one name are sent to every
 *  port of a machine. */
export function cookieName(port: number): string {
  return `wirestep-${port}`;
}

/** How long a browser keeps it, and how long it is good: 12 hours. */
export const COOKIE_SECONDS = 12 * 60 * 60;

/** A page of another port may have set further ones of the same name: so many are looked at. */
const LOOKED_AT = 8;

/** The values of all cookies of this name that look like ours (RFC 6265 4.2.1). */
export function readCookies(header: string | undefined, name: string): readonly string[] {
  return (header ?? '')
    .split(';')
    .map((pair) => pair.trim().split('='))
    .filter(([key, value]) => key === name && /^[\w-]{43}$/.test(value ?? ''))
    .slice(0, LOOKED_AT)
    .map(([, value = '']) => value);
}

/** Where a cookie holds: below this path, and over https only where the page comes by that. */
export interface CookiePlace {
  readonly path: string;
  readonly secure: boolean;
}

/**
 * The Set-Cookie header (RFC 6265 4.1): no script of the page reads it, no other site's page sends
 * it. Name, value and path are ours: none of them holds a character that would have to be escaped.
 */
export function writeCookie(name: string, value: string, { path, secure }: CookiePlace): string {
  const always = `Max-Age=${COOKIE_SECONDS}; Path=${path}; HttpOnly; SameSite=Strict`;
  return `${name}=${value}; ${always}${secure ? '; Secure' : ''}`;
}
