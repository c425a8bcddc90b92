/** The address of the page behind a reverse proxy, as browsers see it. */
export interface PublicUrl {
  /** Whole, with a slash at its end. */
  readonly href: string;
  /** As browsers send it: `https://school.example`. */
  readonly origin: string;
  readonly name: string;
  /** With the scheme's own where the address names none. */
  readonly port: number;
  /** `/`, or the sub-path with a slash at both ends. */
  readonly path: string;
  readonly secure: boolean;
}

/** Nothing that a proxy, a browser and this server could read differently. */
const PATH = /^\/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*\/)*$/;

/** Throws an Error of one sentence where it is no address of a page. */
export function parsePublicUrl(text: string): PublicUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new Error('Give an address such as https://school.example/wirestep/');
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new Error('Give scheme, host and path only: https://school.example/wirestep/');
  }
  const path = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`;
  if (!PATH.test(path) || /\/\.|%|\/\//.test(text.replace('://', ''))) {
    throw new Error('The path of the address may hold letters, digits, ".", "_", "~" and "-".');
  }
  const secure = url.protocol === 'https:';
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  return {
    href: `${url.origin}${path}`,
    origin: url.origin,
    name: url.hostname,
    port,
    path,
    secure,
  };
}

/** Does this Host header name the public address? Some proxies leave its port out. */
export function isPublicHost(host: string, { name, port }: PublicUrl): boolean {
  const wanted = host.toLowerCase();
  return wanted === name || wanted === `${name}:${port}`;
}

/**
 * The path of a request without the public address's sub-path, whether or not the proxy has taken
 * that away. Only this very prefix, once, as it stands: nothing is decoded or put together.
 */
export function withoutPrefix(url: string, publicUrl: PublicUrl | undefined): string {
  if (publicUrl === undefined || !url.startsWith(publicUrl.path)) return url;
  return url.slice(publicUrl.path.length - 1);
}
