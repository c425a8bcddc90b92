import { request, type IncomingHttpHeaders } from 'node:http';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { onTestFinished } from 'vitest';
import { createWeb, type Web, type WebOptions } from '../../server/web/web.ts';

/** A running site with a page of its own, taken down when the test that asked for it ends. */
export interface Site {
  readonly web: Web;
  readonly port: number;
  readonly origin: string;
  /** The Host header of a browser that came by 127.0.0.1. */
  readonly host: string;
  readonly pageDir: string;
  readonly dataDir: string;
  /** What `ask` sends unless it is given another: empty, a stranger's. */
  readonly cookie: string;
}

export const PAGE =
  '<!doctype html><title>page</title><script type="module" src="assets/main-AbCd1234.js"></script>';
export const SCRIPT = `document.title = 'the script ran';\n${'// filler\n'.repeat(400)}`;

const ICON = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>';

/** A class is open unless the options say otherwise. */
export async function startSite(options: Partial<WebOptions> = {}): Promise<Site> {
  const root = await mkdtemp(joinPath(tmpdir(), 'wirestep-web-'));
  const pageDir = joinPath(root, 'page');
  const dataDir = joinPath(root, 'data');
  await mkdir(joinPath(pageDir, 'assets'), { recursive: true });
  await mkdir(joinPath(pageDir, 'lessons'));
  await mkdir(dataDir);
  await writeFile(joinPath(root, 'secret.txt'), 'SECRET');
  await writeFile(joinPath(pageDir, '.hidden'), 'SECRET');
  await writeFile(joinPath(pageDir, 'index.html'), PAGE);
  await writeFile(joinPath(pageDir, 'assets', 'main-AbCd1234.js'), SCRIPT);
  await writeFile(joinPath(pageDir, 'icon.svg'), ICON);
  await writeFile(joinPath(pageDir, 'lessons', 'index.json'), '[]');
  const base = { pageDir, dataDir, version: '1.2.3', host: '127.0.0.1', port: 0 };
  const mode = 'network' as const;
  const web = createWeb({ ...base, mode, ...options });
  const { port } = await web.start();
  onTestFinished(async () => {
    await web.stop();
    await rm(root, { recursive: true, force: true });
  });
  const host = `127.0.0.1:${port}`;
  return { web, port, host, origin: `http://${host}`, pageDir, dataDir, cookie: '' };
}

/** The same as the presenter's browser has it. */
export async function startPresented(options: Partial<WebOptions> = {}): Promise<Site> {
  const site = await startSite(options);
  return { ...site, cookie: await present(site) };
}

/** The Cookie header of a browser that opens the presenter's link: whoever was it before follows. */
export async function present(site: Site): Promise<string> {
  const token = /#presenter=(.+)$/.exec(site.web.presenterLink())?.[1];
  return enter(site, '/api/presenter', { token });
}

/** The Cookie header of a browser that opens the link to the class. */
export async function join(site: Site): Promise<string> {
  const code = /#join=(.+)$/.exec(site.web.joinLinks()[0] ?? '')?.[1];
  return enter(site, '/api/join', { code });
}

async function enter(site: Site, path: string, secret: object): Promise<string> {
  const { origin } = site;
  const headers = { origin, 'content-type': 'application/json', cookie: '' };
  const answer = await ask(site, path, headers, 'POST', JSON.stringify(secret));
  const [cookie = ''] = answer.headers['set-cookie'] ?? [];
  if (answer.status !== 200) throw new Error(`${path}: ${answer.error}`);
  return cookie.replace(/;.*/, '');
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The sentence of an error. */
  readonly error: string | undefined;
}

/** One request with exactly these headers, the good Host unless another is given. */
export function ask(
  site: Pick<Site, 'port'> & Partial<Pick<Site, 'cookie'>>,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
  body?: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port: site.port,
      path,
      method,
      agent: false as const,
      headers: { host: `127.0.0.1:${site.port}`, cookie: site.cookie ?? '', ...headers },
    };
    const sent = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const json = response.headers['content-type']?.startsWith('application/json');
        const body: unknown = json && text ? JSON.parse(text) : undefined;
        const error = (body as { error?: string } | undefined)?.error;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, error });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Sends bytes as they are and resolves to everything that comes back until the server closes. */
export function raw(site: { port: number }, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(site.port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}
