import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Command } from 'commander';
import { createSpinner } from 'nanospinner';
import { perform } from '../lessons/perform.ts';
import { parseScenario } from '../lessons/scenario.ts';
import { ROOT } from '../paths.ts';
import { parsePort } from './options.ts';

interface Options {
  readonly all?: boolean;
  readonly output?: string;
  readonly port: number;
}

const LESSONS = join(ROOT, 'lessons');

/** `wirestep record`: performs lessons' scenarios with the real programs and keeps the traces. */
export function recordCommand(): Command {
  return new Command('record')
    .description("perform lessons' scenarios with the real programs and record them")
    .argument('[lessons...]', 'number, name or folder of a lesson')
    .option('--all', 'all lessons')
    .option('-o, --output <file>', 'where to put the trace of one lesson (default: in its folder)')
    .option('--port <port>', 'port of the server while recording', parsePort, 5050)
    .addHelpText(
      'after',
      `
Examples:
  wirestep record 1                     record lesson 1 again, in place
  wirestep record 02-three-messages -o mine.trace.jsonl
  wirestep record --all`,
    )
    .action(record);
}

async function record(names: readonly string[], options: Options, command: Command): Promise<void> {
  const folders = options.all === true ? lessonFolders() : names.map(findLesson);
  if (folders.length === 0) command.error('error: name a lesson, or give --all');
  if (options.output !== undefined && folders.length > 1) {
    command.error('error: -o takes one lesson only');
  }
  for (const folder of folders) {
    await recordOne(folder, options.output ?? join(folder, 'trace.jsonl'), options);
  }
}

async function recordOne(folder: string, output: string, options: Options): Promise<void> {
  const path = join(folder, 'scenario.yaml');
  const { recordings } = parseScenario(readFileSync(path, 'utf8'), path);
  const [plan] = recordings;
  if (plan === undefined) return;
  // A given name is never overwritten; a lesson's own recording is replaced once the new one is whole.
  if (options.output !== undefined && existsSync(output)) {
    throw new Error(`${output} exists already: choose another name, nothing is ever overwritten.`);
  }
  const draft = `${output}.${process.pid}.draft`;
  const spinner = createSpinner(`${basename(folder)}: recording`, {
    stream: process.stderr,
  }).start();
  try {
    await perform(plan, { path, file: draft, port: options.port });
    renameSync(draft, output);
    spinner.success({ text: `${basename(folder)}: ${statSync(output).size} bytes in ${output}` });
  } catch (error) {
    spinner.error({ text: `${basename(folder)}: not recorded` });
    rmSync(draft, { force: true });
    throw error;
  }
}

function lessonFolders(): string[] {
  return readdirSync(LESSONS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^\d\d-/.test(entry.name))
    .map((entry) => join(LESSONS, entry.name))
    .sort();
}

/** A lesson by folder, by name or by number. */
function findLesson(name: string): string {
  const own = resolve(name);
  if (existsSync(join(own, 'scenario.yaml'))) return own;
  const found = lessonFolders().find((folder) => {
    const base = basename(folder);
    return base === name || Number(base.slice(0, 2)) === Number(name);
  });
  if (found === undefined) {
    throw new Error(
      `there is no lesson "${name}": ${lessonFolders()
        .map((folder) => basename(folder))
        .join(', ')}`,
    );
  }
  return found;
}
