import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

const CLI = 'dist/server/cli.js';
const PATIENCE_MS = 20_000;

/** A running command of wirestep. */
export class Command {
  readonly process: ChildProcess;
  readonly ended: Promise<number | NodeJS.Signals>;
  stdout = '';
  stderr = '';

  constructor(args: readonly string[], env: NodeJS.ProcessEnv = {}, cli = CLI) {
    this.process = spawn(process.execPath, [cli, ...args], {
      env: { ...process.env, CI: 'true', NO_COLOR: '1', ...env },
    });
    onTestFinished(() => void this.process.kill('SIGKILL'));
    this.process.stdout?.on('data', (data: Buffer) => (this.stdout += data.toString()));
    this.process.stderr?.on('data', (data: Buffer) => (this.stderr += data.toString()));
    this.ended = once(this.process, 'close').then(
      ([code, signal]) => (code ?? signal) as number | NodeJS.Signals,
    );
  }

  /** Waits until it has printed something that matches, on either stream. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(5)) {
      const found = pattern.exec(this.stdout) ?? pattern.exec(this.stderr);
      if (found !== null) return found;
    }
    throw new Error(`never said ${pattern}:\n${this.stdout}\n${this.stderr}`);
  }

  /** Types a line. */
  type(line: string): void {
    this.process.stdin?.write(`${line}\n`);
  }

  kill(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }
}

/** Runs a command to its end. */
export async function run(
  args: readonly string[],
): Promise<{ code: number | NodeJS.Signals; stdout: string; stderr: string }> {
  const command = new Command(args);
  command.process.stdin?.end();
  const code = await command.ended;
  return { code, stdout: command.stdout, stderr: command.stderr };
}
