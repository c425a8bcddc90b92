import { Command, Option } from 'commander';
import { ServerError } from '../thread/bind-problem.ts';
import { Engine } from '../thread/engine.ts';
import type { ServerProgram } from '../thread/engine-options.ts';
import { hostOption, maxThreadsOption, parseCount, portOption, recordOption } from './options.ts';
import { endWith } from './stopping.ts';

interface Options {
  readonly host: string;
  readonly port: number;
  readonly program: ServerProgram;
  readonly record?: string;
  readonly maxThreads: number;
  readonly headerRecv?: number;
  readonly payloadRecv?: number;
  readonly exactly?: boolean;
}

const SIZES = 'with --program sizes: bytes that one recv asks for';

/** `wirestep server`: the course's server alone, its transcript on stdout. */
export function serverCommand(): Command {
  return new Command('server')
    .description("run the course's server; its transcript goes to stdout")
    .addOption(hostOption('address to listen on; 0.0.0.0 lets other machines connect'))
    .addOption(portOption('port to listen on'))
    .addOption(
      new Option(
        '--program <name>',
        "course: the course's server; fixed: one without its faults, whose replies have headers " +
          "too; sizes: the course's with other numbers in its recvs",
      )
        .choices(['course', 'fixed', 'sizes'])
        .default('course'),
    )
    .addOption(new Option('--header-recv <bytes>', SIZES).argParser(parseCount))
    .addOption(new Option('--payload-recv <bytes>', SIZES).argParser(parseCount))
    .option('--exactly', 'with --program sizes: ask again until all bytes have come')
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

async function serve(options: Options, command: Command): Promise<void> {
  const { host, port, program, record, maxThreads } = options;
  const { headerRecv, payloadRecv, exactly } = options;
  const sizes = { headerRecv, payloadRecv, exactly };
  if (program !== 'sizes' && Object.values(sizes).some((value) => value !== undefined)) {
    command.error('error: the recv sizes and --exactly need --program sizes');
  }
  const engine = new Engine({
    maxThreads,
    recording: {
      title: `Server on ${host}:${port}`,
      detail: record === undefined ? 'calls' : 'lines',
      framedReplies: program === 'fixed',
      ...(record === undefined ? {} : { file: record }),
    },
    onNotice: (text) => process.stderr.write(`wirestep: ${text}\n`),
  });
  const end = endWith({ engine });
  try {
    await engine.startServer({ host, port, program, ...sizes, echo: true });
  } catch (error) {
    const about = error instanceof ServerError ? error.about : undefined;
    const option = about === undefined ? '' : ` The option is --${about}.`;
    process.stderr.write(`wirestep: ${(error as Error).message}${option}\n`);
    await end(1);
  }
}
