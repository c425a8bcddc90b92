import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What a finished process left. */
export interface Finished {
  readonly code: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A clone in miniature: our own launcher, a lockfile without packages, a build that takes a moment,
 * counts itself and writes a command which prints its arguments, folder and signals.
 */
export class Clone {
  readonly folder = mkdtempSync(join(tmpdir(), 'wirestep-clone-'));

  constructor() {
    cpSync('server/build', join(this.folder, 'server/build'), { recursive: true });
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    const about = { name: 'clone', version: '1.0.0' };
    this.write('package.json', JSON.stringify({ ...about, type: 'module', scripts }));
    this.write(
      'package-lock.json',
      JSON.stringify({ ...about, lockfileVersion: 3, requires: true, packages: { '': about } }),
    );
    this.write('server/build/build.mjs', BUILD);
    // As after `npm ci`, which takes its time even where there is nothing to install.
    this.write('node_modules/.package-lock.json', '{ "packages": {} }');
    this.write('server/cli/main.ts', '// one source');
  }

  /** How often the build ran to its end. */
  get builds(): number {
    return existsSync(join(this.folder, 'builds.log')) ? this.read('builds.log').length : 0;
  }

  uninstall(): void {
    rmSync(join(this.folder, 'node_modules'), { recursive: true });
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), text);
  }

  /** Starts the launcher; `command` is what comes before the command's own arguments. */
  start(args: readonly string[], command = [process.execPath, 'server/build/launch.mjs']) {
    const [file = '', ...first] = command;
    const child = spawn(file, [...first, ...args], {
      cwd: this.folder,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    const done = new Promise<Finished>((resolve) => {
      child.on('close', (code, signal) =>
        resolve({ code: code ?? undefined, signal: signal ?? undefined, stdout, stderr }),
      );
    });
    return {
      pid: child.pid ?? 0,
      done,
      /** Resolves when the text has appeared on stdout or stderr. */
      async shows(text: string): Promise<void> {
        while (!`${stdout}${stderr}`.includes(text)) {
          if (child.exitCode !== null)
            throw new Error(`ended without “${text}”: ${stdout}${stderr}`);
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
      },
    };
  }

  run(...args: readonly string[]): Promise<Finished> {
    return this.start(args).done;
  }
}

const BUILD = `
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
console.log('the build speaks');
if (process.env.BUILD_FAILS) process.exit(3);
await new Promise((resolve) => setTimeout(resolve, 300));
mkdirSync('dist/server', { recursive: true });
writeFileSync('dist/server/cli.js', \`
  console.log(process.argv.slice(2).join(' ') + ' in ' + process.cwd());
  if (process.argv[2] === 'wait') {
    let got = [];
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => got.push(signal));
    setInterval(() => {
      if (got.length === 0) return;
      console.log('got ' + got.join());
      process.exit(7);
    }, 150);
    console.log('waiting');
  }
\`);
appendFileSync('builds.log', '.');
`;
