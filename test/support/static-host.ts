import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { createGzip } from 'node:zlib';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

interface HostOptions {
  /** Off where packing a large file would take longer than reading it. */
  readonly compress?: boolean;
}

/** A web host as there are many: sends the files of a folder and can do no more. */
export async function startStaticHost(
  folder: string,
  path = '/',
  { compress = true }: HostOptions = {},
) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const name = pathname.startsWith(path) ? pathname.slice(path.length) || 'index.html' : '..';
    const file = join(folder, normalize(decodeURIComponent(name)));
    const isFile = statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
    if (!file.startsWith(folder) || !isFile) return void response.writeHead(404).end('not here');
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    const isPacked = !compress || type === 'font/woff2';
    response.writeHead(200, {
      'content-type': type,
      ...(isPacked ? {} : { 'content-encoding': 'gzip' }),
    });
    // A page may ask for its icon while the folder is being removed.
    const bytes = createReadStream(file).on('error', () => response.destroy());
    (isPacked ? bytes : bytes.pipe(createGzip())).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}${path}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
