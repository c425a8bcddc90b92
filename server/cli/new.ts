import { relative } from 'node:path';
import { Command } from 'commander';
import { newLesson } from '../lessons/new-lesson.ts';

/** `wirestep new lesson SLUG`: the folder of a lesson that one can record, check and then change. */
export function newCommand(): Command {
  const lesson = new Command('lesson')
    .description('begin a lesson of your own')
    .argument('<name>', 'my-lesson, or with a number of its own 13-my-lesson')
    .option('--in <folder>', 'the folder of your lessons', 'my-lessons')
    .addHelpText('after', EXAMPLE)
    .action((name: string, options: { readonly in: string }) => {
      process.stdout.write(next(newLesson(name, options.in), options.in));
    });
  return new Command('new')
    .description('begin something of your own: a lesson')
    .addCommand(lesson.exitOverride())
    .addHelpText('after', EXAMPLE);
}

const EXAMPLE = `
Example:
  wirestep new lesson my-lesson --in my-lessons`;

function next(folder: string, dir: string): string {
  const path = relative('.', folder);
  return [
    `Made ${path} with lesson.md and scenario.yaml. What to do next:`,
    `  wirestep record ${path}       perform the scenario and record it`,
    `  wirestep start --lessons ${dir}   see it, and each change of it at once`,
    `  wirestep check ${dir}             before you give it to others`,
    'How lessons are written: lessons/README.md',
    '',
  ].join('\n');
}
