import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPeer } from '../support/peers.ts';

const PROGRAMS = new URL('../../server/programs/python/', import.meta.url);

/** With a print() that writes a line in one piece; Python's own lets threads cut in before its end. */
const LAUNCH = `
import builtins, runpy, sys
sys.stdout.reconfigure(line_buffering=True)
builtins.print = lambda text: sys.stdout.write(f"{text}\\n")
runpy.run_path(sys.argv[1], run_name="__main__")`;

/** What a student would edit: each text, as it stands in the program, and what replaces it. */
export type Edits = Readonly<Record<string, string>>;

/** A Python program, by its file in the repository or its text, run by the real Python. */
export class PythonProgram {
  readonly #folder = mkdtempSync(join(tmpdir(), 'wirestep-python-'));
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown[]>;
  stdout = '';
  stderr = '';

  constructor(name: string, port: number, edits: Edits = {}, text?: string) {
    let source = text ?? readFileSync(new URL(name, PROGRAMS), 'utf8');
    for (const [from, to] of Object.entries({ 'PORT = 5050': `PORT = ${port}`, ...edits })) {
      source = source.replace(from, to);
    }
    const path = join(this.#folder, name);
    writeFileSync(path, source);
    this.#child = spawn(findPeer('python3'), ['-c', LAUNCH, path]);
    this.#exit = once(this.#child, 'close');
    this.#child.stdout?.on('data', (text: Buffer) => (this.stdout += text.toString()));
    this.#child.stderr?.on('data', (text: Buffer) => (this.stderr += text.toString()));
  }

  pressEnter(): void {
    this.type('');
  }

  type(text: string): void {
    this.#child.stdin?.write(`${text}\n`);
  }

  /** Nothing more is typed. */
  endInput(): void {
    this.#child.stdin?.end();
  }

  /** Its exit code, once it has ended by itself; the signal's name where one ended it. */
  async exit(): Promise<unknown> {
    const [code, signal] = await this.#exit;
    return code ?? signal;
  }

  /** What its terminal sends it at Ctrl-C, or when it is closed. */
  signal(signal: 'SIGINT' | 'SIGHUP'): void {
    this.#child.kill(signal);
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
    rmSync(this.#folder, { recursive: true });
  }
}
