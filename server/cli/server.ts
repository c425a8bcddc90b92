import { Command } from 'commander';
import { Engine } from '../thread/engine.ts';
import { hostOption, maxThreadsOption, portOption, recordOption } from './options.ts';
import { endWith } from './stopping.ts';

interface Options {
  readonly host: string;
  readonly port: number;
  readonly record?: string;
  readonly maxThreads: number;
}

/** `wirestep server`: the course's server alone, its transcript on stdout. */
export function serverCommand(): Command {
  return new Command('server')
    .description("run the course's server; its transcript goes to stdout")
    .addOption(hostOption('address to listen on; 0.0.0.0 lets other machines connect'))
    .addOption(portOption('port to listen on'))
    .addOption(recordOption())
    .addOption(maxThreadsOption())
    .addHelpText(
      'after',
      `
Ctrl-C stops it, however many threads wait.

Examples:
  wirestep server                            then, in another terminal: wirestep client
  wirestep server --record lesson.trace.jsonl`,
    )
    .action(serve);
}

async function serve({ host, port, record, maxThreads }: Options): Promise<void> {
  const engine = new Engine({
    maxThreads,
    recording: {
      title: `Server on ${host}:${port}`,
      detail: record === undefined ? 'calls' : 'lines',
      ...(record === undefined ? {} : { file: record }),
    },
    onNotice: (text) => process.stderr.write(`wirestep: ${text}\n`),
  });
  const end = endWith({ engine });
  try {
    await engine.startServer({ host, port, echo: true });
  } catch (error) {
    process.stderr.write(`wirestep: ${(error as Error).message}\n`);
    await end(1);
  }
}
