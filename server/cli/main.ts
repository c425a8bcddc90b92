/** The `wirestep` command line. One file per command; each is loaded when it is asked for. */
import { Command, CommanderError } from 'commander';
import { VERSION } from '../version.ts';

/** Exit codes: 0 fine, 1 failed, 2 misused. */
const FAILED = 1;
const MISUSED = 2;

const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./start.ts')).startCommand(),
  server: async () => (await import('./server.ts')).serverCommand(),
  client: async () => (await import('./client.ts')).clientCommand(),
  record: async () => (await import('./record.ts')).recordCommand(),
  check: async () => (await import('./check.ts')).checkCommand(),
  new: async () => (await import('./new.ts')).newCommand(),
  show: async () => (await import('./show.ts')).showCommand(),
  export: async () => (await import('./export.ts')).exportCommand(),
  doctor: async () => (await import('./doctor.ts')).doctorCommand(),
};

async function run(args: readonly string[]): Promise<void> {
  const program = new Command('wirestep')
    .description('Step through a real socket conversation, one call and one byte at a time.')
    .version(VERSION)
    .showHelpAfterError('(add --help for the options and an example)')
    .exitOverride();
  const asked = COMMANDS[args[0] ?? ''];
  // All commands for `wirestep --help`, else only the one that is run: a start takes half the time.
  const loads = asked === undefined ? Object.values(COMMANDS) : [asked];
  for (const load of loads) program.addCommand((await load()).exitOverride());
  await program.parseAsync(args, { from: 'user' });
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : MISUSED;
  } else {
    process.stderr.write(`wirestep: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = FAILED;
  }
}
