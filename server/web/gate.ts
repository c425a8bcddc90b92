import { ownNames, parseHost, type HostAndPort } from './hosts.ts';
import { isPublicHost, type PublicUrl } from './public-url.ts';

/** Which names this server answers to. */
export interface GateOptions {
  /** The address it listens on. */
  readonly host: string;
  readonly port: number;
  /** `--allow-host`: further names, each `name` (with our port) or `name:port`. */
  readonly allowHosts: readonly string[];
  /** `--public-url`: where a reverse proxy hands requests on from. */
  readonly publicUrl?: PublicUrl | undefined;
  /** `--lan`: machines of the network ask without that proxy too. */
  readonly lan?: boolean;
}

/** What the gate looks at: Node's IncomingMessage is one. */
export interface Knock {
  readonly method?: string;
  readonly url?: string;
  /** Names and values in turn, as they came: the only place where a second Host shows. */
  readonly rawHeaders: readonly string[];
}

/** Why a request goes no further, in one sentence. */
export interface Refusal {
  readonly status: 403;
  readonly error: string;
}

/**
 * The one security gate: every HTTP request and every WebSocket passes it before anything else
 * looks at it, whoever the client says it is. Undefined: it may pass.
 *
 * - Host says which server the browser believes to talk to: a page of another site that has its
 *   name point at this machine (DNS rebinding) gives itself away by it.
 * - Origin says which page asks, where a browser sends it: always for a WebSocket, and for anything
 *   that could change something (RFC 6454, RFC 6455 10.2).
 * - Sec-Fetch-Site says so for the rest (W3C Fetch Metadata): another site's page may lead a person
 *   here by a link and do nothing else.
 */
export function judge(knock: Knock, upgrade: boolean, options: GateOptions): Refusal | undefined {
  const [text, ...more] = headers(knock, 'host');
  if (text === undefined) return refuse('The request has no Host header.');
  if (more.length > 0) return refuse('The request has more than one Host header.');
  const host = parseHost(text);
  if (!host) return refuse(`The Host header ${quote(text)} is no host name and port.`);
  const { publicUrl } = options;
  const isPublic = publicUrl !== undefined && isPublicHost(text, publicUrl);
  if (!isPublic && !isOurs(host, options)) {
    return refuse(
      `This server does not answer to the host ${quote(text)}. ` +
        `If that is a name of this machine, start wirestep with --allow-host ${cut(text)}`,
    );
  }
  // A whole address in the request line would override Host (RFC 9112 3.2.2).
  if (!knock.url?.startsWith('/')) return refuse('The request names no path of this server.');
  const origin = { http: isPublic ? undefined : host, whole: publicUrl?.origin };
  return judgeOrigin(knock, upgrade, origin) ?? judgeSite(knock, upgrade);
}

/** The pages that may ask: one over http on the host that is asked, and one of the public address. */
interface OwnOrigin {
  readonly http: HostAndPort | undefined;
  readonly whole: string | undefined;
}

function isOurs(host: HostAndPort, { host: boundTo, port, allowHosts }: GateOptions): boolean {
  if (host.port === port && ownNames(boundTo).has(host.name)) return true;
  return allowHosts.some((allowed) => {
    const parsed = parseHost(allowed);
    const wanted = /:\d+$/.test(allowed) && parsed ? parsed.port : port;
    return parsed?.name === host.name && wanted === host.port;
  });
}

function judgeOrigin(knock: Knock, upgrade: boolean, own: OwnOrigin): Refusal | undefined {
  const [origin, ...more] = headers(knock, 'origin');
  const reads = knock.method === 'GET' || knock.method === 'HEAD';
  if (origin === undefined) {
    return upgrade || !reads
      ? refuse('The request does not say which page it comes from.')
      : undefined;
  }
  if (more.length === 0 && (origin === own.whole || isHttpOf(origin, own.http))) return undefined;
  return refuse(`The request comes from a page of ${quote(origin)}, not from this server's own.`);
}

function isHttpOf(origin: string, host: HostAndPort | undefined): boolean {
  const parsed = parseHost(/^http:\/\/(.+)$/.exec(origin)?.[1] ?? '');
  return parsed !== undefined && parsed.name === host?.name && parsed.port === host.port;
}

function judgeSite(knock: Knock, upgrade: boolean): Refusal | undefined {
  const sites = headers(knock, 'sec-fetch-site');
  // Not sent over plain HTTP from another machine, nor by programs: Host and Origin decide alone.
  if (sites.length === 0) return undefined;
  // `same-site` is another port of this machine: another program.
  if (sites.length === 1 && (sites[0] === 'same-origin' || sites[0] === 'none')) return undefined;
  const only = (name: string, value: string): boolean => headers(knock, name).join() === value;
  const link =
    !upgrade &&
    knock.method === 'GET' &&
    only('sec-fetch-mode', 'navigate') &&
    only('sec-fetch-dest', 'document');
  return link ? undefined : refuse('The request comes from a page of another site.');
}

function headers({ rawHeaders }: Knock, name: string): string[] {
  return rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name);
}

function refuse(error: string): Refusal {
  return { status: 403, error };
}

const cut = (text: string): string => text.slice(0, 100);
const quote = (text: string): string => JSON.stringify(cut(text));
