import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { createSpinner } from 'nanospinner';
import { checkLessons } from '../lessons/check.ts';
import type { Report } from '../lessons/check.ts';
import { LESSONS } from '../lessons/folders.ts';
import { parsePort } from './options.ts';

interface Options {
  readonly record: boolean;
  readonly port: number;
}

/** Where the command writes; `process` in earnest. */
interface Output {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: NodeJS.WriteStream;
}

/** `wirestep check`: everything that is wrong with lessons, as `file:line: sentence`. */
export function checkCommand(output: Output = process): Command {
  return new Command('check')
    .description('check lessons: their text, their recordings, and new recordings of each scenario')
    .argument('[folder]', "a folder of lessons, or of one (default: wirestep's own)")
    .option('--no-record', 'only the recordings that are there; perform no scenario')
    .option('--port <port>', 'port of the servers while recording; 0 takes free ones', parsePort, 0)
    .addHelpText(
      'after',
      `
Changes no file. Exit code 1 when something is wrong.

Examples:
  wirestep check                       all lessons of wirestep
  wirestep check my-lessons            a folder of your own
  wirestep check my-lessons/01-hello --no-record`,
    )
    .action(async (folder: string | undefined, options: Options) => {
      process.exitCode = await check(folder, options, output);
    });
}

async function check(
  folder: string | undefined,
  { record, port }: Options,
  { stdout, stderr }: Output,
): Promise<number> {
  const dir = folder === undefined ? LESSONS : resolve(folder);
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new Error(`${folder ?? dir}: there is no such folder.`);
  }
  const spinner = stderr.isTTY ? createSpinner('', { stream: stderr }).start() : undefined;
  const onStep = (text: string): void => {
    if (spinner === undefined) stderr.write(`${text}\n`);
    else spinner.update({ text });
  };
  try {
    const report = await checkLessons(dir, { record, port, onStep });
    spinner?.reset();
    for (const problem of report.problems) stdout.write(`${problem}\n`);
    stdout.write(`${summary(report)}\n`);
    return report.problems.length === 0 ? 0 : 1;
  } finally {
    spinner?.reset();
  }
}

/** The last line. */
export function summary({ problems, lessons, questions, recordings }: Report): string {
  const what = [
    count(lessons, 'lesson'),
    count(questions, 'question'),
    ...(recordings === 0 ? [] : [count(recordings, 'new recording')]),
  ].join(', ');
  if (problems.length === 0) return `${what}: all is well.`;
  return `${what}: ${count(problems.length, 'problem')}.`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
