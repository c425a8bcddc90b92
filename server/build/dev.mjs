/**
 * `npm run dev`: the page from its sources, through vite, before a running server. A change of the
 * page shows at once; a change of the server or of a lesson builds and starts the server again.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServer } from 'vite';
import { prepare, root, say } from './prepare.mjs';

const UI_PORT = 18_064;
const args = process.argv.slice(2);

let server = startServer();
let ending = false;
let changed = false;

const backend = { target: `http://127.0.0.1:${UI_PORT}`, changeOrigin: true };
const vite = await createServer({
  configFile: join(root, 'vite.config.ts'),
  server: {
    proxy: {
      // The gate lets in only its own origin, and the page's is vite's.
      '/api': { ...backend, ws: true, rewriteWsOrigin: true },
      '/lessons': backend,
      '/sources.json': backend,
      '/glossary.json': backend,
      '/errors.json': backend,
      '/single.html': backend,
    },
  },
});
await vite.listen();
vite.printUrls();

for (const folder of ['server', 'lessons']) {
  watch(join(root, folder), { recursive: true }, () => (changed = true));
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void end());
while (!ending) {
  await sleep(300);
  if (changed) await restart();
}

function startServer() {
  const cli = join(root, 'dist', 'server', 'cli.js');
  const options = ['start', '--no-open', '--ui-port', String(UI_PORT), ...args];
  return spawn(process.execPath, [cli, ...options], { stdio: ['ignore', 2, 2] });
}

async function restart() {
  changed = false;
  try {
    await prepare();
  } catch (error) {
    say(error.message);
    return;
  }
  await stopServer();
  if (!ending) server = startServer();
}

async function stopServer() {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, 'exit');
  server.kill('SIGTERM');
  await gone;
}

async function end() {
  if (ending) return;
  ending = true;
  await Promise.all([stopServer(), vite.close()]);
  process.exit(0);
}
