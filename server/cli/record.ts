import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { Command } from 'commander';
import { createSpinner } from 'nanospinner';
import { PRESETS } from '../../src/lab/presets.ts';
import { findLesson, lessonFolders, LESSONS } from '../lessons/folders.ts';
import { PRESETS_FOLDER } from '../build/presets.ts';
import { recordPreset } from '../lessons/presets.ts';
import { recordLesson } from '../lessons/record-lesson.ts';
import type { Made } from '../lessons/record-lesson.ts';
import { parsePort } from './options.ts';

interface Options {
  readonly all?: boolean;
  readonly output?: string;
  readonly recording?: string;
  readonly port: number;
}

/** `wirestep record`: performs lessons' scenarios with the real programs and keeps the traces. */
export function recordCommand(): Command {
  return new Command('record')
    .description("perform lessons' scenarios with the real programs and record them")
    .argument('[lessons...]', 'number, name or folder of a lesson; presets: those of the byte lab')
    .option('--all', 'all lessons')
    .option('--recording <name>', 'only this recording of a lesson that has several; or preset')
    .option('-o, --output <file>', 'where to put the trace of one lesson (default: in its folder)')
    .option('--port <port>', 'port of the server while recording', parsePort, 5050)
    .addHelpText(
      'after',
      `
Examples:
  wirestep record 1                     record lesson 1 again, in place
  wirestep record 10 --recording nagle  only one of its recordings
  wirestep record 02-three-messages -o mine.trace.jsonl
  wirestep record presets               the recordings of the byte lab's presets
  wirestep record --all`,
    )
    .action(record);
}

async function record(names: readonly string[], options: Options, command: Command): Promise<void> {
  const lessons = names.filter((name) => name !== PRESETS_FOLDER);
  const folders = options.all === true ? lessonFolders() : lessons.map(findLesson);
  const presets = options.all === true || lessons.length < names.length;
  if (folders.length === 0 && !presets) command.error('error: name a lesson, or give --all');
  if (options.output !== undefined && folders.length > 1) {
    command.error('error: -o takes one lesson only');
  }
  for (const folder of folders) await recordOne(folder, options);
  if (presets) await recordPresets(options);
}

async function recordOne(folder: string, { output, recording, port }: Options): Promise<void> {
  // A given name is never overwritten; a lesson's own recording is replaced once the new one is whole.
  if (output !== undefined && existsSync(output)) {
    throw new Error(`${output} exists already: choose another name, nothing is ever overwritten.`);
  }
  const lesson = basename(folder);
  const spinner = createSpinner(lesson, { stream: process.stderr }).start();
  const onStart = (name: string): void => void spinner.update({ text: `${lesson}: ${name}` });
  const wanted = { port, onStart, ...(recording === undefined ? {} : { only: recording }) };
  try {
    const made = await (output === undefined
      ? recordLesson(folder, wanted)
      : recordLesson(folder, wanted, (scenario) => {
          if (scenario.recordings.length === 1 || recording !== undefined) return output;
          const names = scenario.recordings.map(({ name }) => name).join(', ');
          throw new Error(`-o takes one recording: add --recording with one of ${names}.`);
        }));
    spinner.success({ text: `${lesson}: ${made.map(describe).join(', ')}` });
  } catch (error) {
    spinner.error({ text: `${lesson}: not recorded` });
    throw error;
  }
}

/** The byte lab's presets: all of them, or the one that `--recording` names. */
async function recordPresets({ recording }: Options): Promise<void> {
  const wanted = PRESETS.filter(({ name }) => name === (recording ?? name));
  if (wanted.length === 0) throw new Error(`There is no preset ${recording}.`);
  for (const preset of wanted) {
    const spinner = createSpinner(`presets: ${preset.name}`, { stream: process.stderr }).start();
    try {
      spinner.success({ text: `presets: ${await recordPreset(preset, LESSONS)}` });
    } catch (error) {
      spinner.error({ text: `presets: ${preset.name} not recorded` });
      throw error;
    }
  }
}

function describe({ file, bytes }: Made): string {
  return `${bytes} bytes in ${file}`;
}
