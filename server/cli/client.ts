import { createInterface } from 'node:readline';
import { Command, Option } from 'commander';
import { Engine } from '../thread/engine.ts';
import type { ClientOptions } from '../thread/engine-options.ts';
import { hostOption, portOption, recordOption } from './options.ts';
import { endWith } from './stopping.ts';

interface Options {
  readonly host: string;
  readonly port: number;
  readonly program: TypedProgram;
  readonly record?: string;
}

/** What a composed client does is no matter of typing. */
type TypedProgram = Exclude<ClientOptions['program'], 'composed'>;

const TYPE = 'Type a message and press Enter to send it; !DISCONNECT ends the conversation.';
const HINTS: Readonly<Record<TypedProgram, string>> = {
  hello: 'Press Enter to send the second message.',
  three: 'Press Enter to send the next message.',
  lines: TYPE,
  characters: TYPE,
  fixed: TYPE,
};

/** `wirestep client`: one of the course's clients, or one that sends what is typed. */
export function clientCommand(): Command {
  return new Command('client')
    .description("run a client of the course's server")
    .addOption(hostOption("the server's address"))
    .addOption(portOption("the server's port"))
    .addOption(
      new Option(
        '--program <name>',
        'hello: one message, Enter, another, no goodbye; three: three messages with Enter between ' +
          'them, then !DISCONNECT; lines: each line that you type; characters: the same, its ' +
          'headers count characters; fixed: the same for the fixed server',
      )
        .choices(Object.keys(HINTS))
        .default('lines'),
    )
    .addOption(recordOption())
    .addHelpText(
      'after',
      `
Examples:
  wirestep client --program three
  echo 'Hello World!' | wirestep client --port 5051`,
    )
    .action(converse);
}

async function converse({ host, port, record, program }: Options): Promise<void> {
  const engine = new Engine({
    recording: {
      title: `Client ${program} to ${host}:${port}`,
      detail: record === undefined ? 'calls' : 'lines',
      framedReplies: program === 'fixed',
      ...(record === undefined ? {} : { file: record }),
    },
    onNotice: (text) => process.stderr.write(`wirestep: ${text}\n`),
  });
  const end = endWith({ engine });
  if (process.stdin.isTTY) process.stderr.write(`${HINTS[program]}\n`);
  const client = engine.startClient({ program, host, port, echo: true });
  const typed = createInterface({ input: process.stdin });
  typed.on('line', (line) => client.type(line));
  typed.on('close', () => client.type(undefined));
  const code = await client.done;
  typed.close();
  if (code !== 0) {
    process.stderr.write(
      `wirestep: the client has died. Does a server listen on ${host}:${port} (wirestep server)?\n`,
    );
  }
  await end(code);
}
