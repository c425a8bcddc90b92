/**
 * `npm run test:windows`: the rules of calls and threads on Windows. On Linux they run under Wine,
 * with a node.exe and a koffi for Windows that are fetched once into a cache folder.
 */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startResetServer } from '../sys/reset-server.mjs';
import { bundleTests } from './build.mjs';
import { prepareWine, PrepareError } from './wine.mjs';

const LIMIT_MS = 180_000;

const say = (line) => console.log(`windows: ${line}`);

/** This very Windows, with the project's own koffi. */
function thisWindows() {
  const folder = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));
  const what = `Node ${process.versions.node} on Windows`;
  return { what, folder: join(folder, 'wirestep'), command: process.execPath, args: [] };
}

/** Runs the program and copies what it prints; its lines, and how it ended. */
async function runTests({ command, args, env }, main, resetPort) {
  // A file, because Wine does not take the socket that Node calls a pipe for an output.
  const log = join(main, '..', 'output.txt');
  const output = openSync(log, 'w+');
  const child = spawn(command, [...args, main, resetPort], {
    env,
    stdio: ['ignore', output, output],
  });
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
  const limit = setTimeout(() => stop(child, env), LIMIT_MS);
  const copy = setInterval(() => copyNew(output), 200);
  const code = await ended;
  clearTimeout(limit);
  clearInterval(copy);
  copyNew(output);
  closeSync(output);
  return { code, lines: readFileSync(log, 'utf8').split('\n') };
}

let copied = 0;
const chunk = Buffer.alloc(1 << 16);

function copyNew(file) {
  for (let count; (count = readSync(file, chunk, 0, chunk.length, copied)) > 0; copied += count) {
    process.stdout.write(Buffer.from(chunk.subarray(0, count)));
  }
}

function stop(child, env) {
  child.kill('SIGKILL');
  // What the program has started under Wine ends with the server of this prefix.
  if (env) spawnSync('wineserver', ['-k'], { env });
}

async function main() {
  const windows = process.platform === 'win32' ? thisWindows() : prepareWine(say);
  say(`running on ${windows.what}`);
  const bundle = await bundleTests(windows.folder);
  const resetServer = await startResetServer();
  const { code, lines } = await runTests(windows, bundle.main, String(resetServer.port));
  resetServer.close();
  bundle.remove();
  const passed = lines.filter((line) => line.startsWith('ok - ')).length;
  const failed = lines.filter((line) => line.startsWith('not ok - ')).length;
  const early = code !== (failed > 0 ? 1 : 0) || passed === 0;
  if (early) say(`the tests ended early (${code})`);
  console.log(`${passed} passed, ${failed + (early ? 1 : 0)} failed`);
  return failed > 0 || early ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof PrepareError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
