/** What `wirestep start` prints. */
import pc from 'picocolors';
import type { SessionState } from '../../src/live/state.ts';
import { VERSION } from '../version.ts';
import { isLoopback } from '../web/hosts.ts';
import type { Network } from './network.ts';

export interface Greeting extends Network {
  /** Addresses of the page, this machine's own first. */
  readonly urls: readonly string[];
  /** With a token that is good once. */
  readonly presenterLinks: readonly string[];
  /** None while there is no class. */
  readonly joinLinks: readonly string[];
  readonly session: SessionState;
  /** Folder of the recordings. */
  readonly data: string;
}

export async function greeting(start: Greeting): Promise<string> {
  const { urls, session, data } = start;
  const pages = urls.map((url) => pc.cyan(url)).join('  ');
  return [
    `${pc.bold('wirestep')} ${VERSION}`,
    `  page        ${pages} (${reach(start.uiHost)})`,
    `  live        ${serverLine(session)}`,
    `  recordings  ${data}`,
    ...presenterLines(start.presenterLinks),
    ...(await classLines(start)),
    `  Ctrl-C stops.`,
    '',
  ].join('\n');
}

/** The presenter's links, each on a line of its own: they are long. */
export function presenterLines(links: readonly string[]): readonly string[] {
  return [
    '  presenter   open this link: it makes your browser the presenter, once',
    ...links.map((link) => `    ${pc.cyan(link)}`),
  ];
}

/** The link that leads the same way in through the public address. */
export function presenterLinks(link: string, { publicUrl }: Network): readonly string[] {
  if (publicUrl === undefined) return [link];
  return [`${publicUrl.href}${new URL(link).hash}`, link];
}

async function classLines(start: Greeting): Promise<readonly string[]> {
  const exposed = exposedLines(start);
  const [first] = start.joinLinks;
  if (first === undefined) return exposed;
  return [
    '  class       students open this link, or scan it',
    ...start.joinLinks.map((link) => `    ${pc.cyan(link)}`),
    ...(await qrLines(first)),
    ...exposed,
  ];
}

/** White on black whatever the terminal's colours are, as cameras expect it. */
async function qrLines(link: string): Promise<readonly string[]> {
  const { renderUnicodeCompact } = await import('uqr');
  const lines = renderUnicodeCompact(link, { border: 2 }).split('\n');
  return lines.map((line) => `    ${pc.bgBlack(pc.whiteBright(line))}`);
}

function exposedLines({ uiHost, session, publicUrl }: Greeting): readonly string[] {
  const lines: string[] = [];
  if (publicUrl !== undefined) {
    lines.push(`Whoever reaches ${publicUrl.href} can open the page and its lessons.`);
  }
  if (!isLoopback(uiHost)) {
    lines.push('Every machine in your network can open the page and its lessons.');
  }
  if (!isLoopback(uiHost) || publicUrl?.secure === false) {
    lines.push(
      'Nothing between it and a browser is encrypted: others on the way could read along.',
    );
  }
  if (!isLoopback(uiHost) || publicUrl !== undefined) {
    lines.push('The live session is shown to the presenter, and to those who open the join link.');
  }
  if (!isLoopback(session.host)) {
    lines.push(
      `Every machine in your network can connect to the course's server, port ${session.port}.`,
    );
  }
  return lines.map((line, at) => `  ${at === 0 ? 'exposed ' : '        '}    ${pc.yellow(line)}`);
}

function serverLine({ state, host, port, program, notice }: SessionState): string {
  if (state !== 'running') return `not running: ${notice}`;
  const which = program === 'course' ? "the course's server" : 'the fixed server';
  return `${host}:${port}, ${which}, recorded (${reach(host)})`;
}

function reach(host: string): string {
  return isLoopback(host) ? 'this machine only' : 'open to your network, unencrypted';
}
