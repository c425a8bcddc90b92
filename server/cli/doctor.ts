import { Command } from 'commander';
import pc from 'picocolors';
import { checks, type Check, type Wanted } from './checks.ts';
import { hostOption, parsePort, portOption } from './options.ts';

/** `wirestep doctor`: exit code 0 when nothing stands in the way, 1 when something does. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check what wirestep needs of this machine, with the remedy for each problem')
    .option('--ui-port <port>', 'port of the page', parsePort, 8064)
    .addOption(portOption('port of the live server'))
    .addOption(hostOption('address of the live server'))
    .option('--data <folder>', 'where recordings are kept')
    .addHelpText('after', '\nExample:\n  wirestep doctor --port 5051')
    .action(async (options: Wanted) => {
      const found = await checks(options);
      process.stdout.write(report(found));
      process.exitCode = found.every((check) => check.ok) ? 0 : 1;
    });
}

/** A line for each check: whether it is well, its name, what was found or the remedy. */
export function report(
  found: readonly Check[],
  color: Pick<typeof pc, 'green' | 'red'> = pc,
): string {
  const width = Math.max(...found.map((check) => check.name.length));
  const lines = found.map(({ name, ok, text }) => {
    const mark = ok ? color.green('ok     ') : color.red('problem');
    return `${mark}  ${name.padEnd(width)}  ${text}\n`;
  });
  const problems = found.filter((check) => !check.ok).length;
  const end = problems === 0 ? 'All is well.' : `${problems} of ${found.length} need attention.`;
  return `${lines.join('')}${end}\n`;
}
