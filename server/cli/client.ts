import { createInterface } from 'node:readline';
import { Command, Option } from 'commander';
import { Engine } from '../thread/engine.ts';
import type { ClientOptions } from '../thread/engine.ts';
import { hostOption, portOption, recordOption } from './options.ts';
import { endWith } from './stopping.ts';

interface Options {
  readonly host: string;
  readonly port: number;
  readonly program?: 'hello' | 'three';
  readonly record?: string;
}

const HINTS: Readonly<Record<ClientOptions['program'], string>> = {
  hello: 'Press Enter to send the second message.',
  three: 'Press Enter to send the next message.',
  lines: 'Type a message and press Enter to send it; !DISCONNECT ends the conversation.',
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
        'hello: one message, Enter, another, no goodbye; three: three messages with Enter between them, then !DISCONNECT',
      ).choices(['hello', 'three']),
    )
    .addOption(recordOption())
    .addHelpText(
      'after',
      `
Without --program each line that you type is sent as a message.

Examples:
  wirestep client --program three
  echo 'Hello World!' | wirestep client --port 5051`,
    )
    .action(converse);
}

async function converse({ host, port, record, ...options }: Options): Promise<void> {
  const program = options.program ?? 'lines';
  const engine = new Engine({
    recording: {
      title: `Client ${program} to ${host}:${port}`,
      detail: record === undefined ? 'calls' : 'lines',
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
