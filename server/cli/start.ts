import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { LIMITS } from '../../src/live/messages.ts';
import type { ServerProgram } from '../../src/live/state.ts';
import { openDataFolder } from '../data/folder.ts';
import { Lab } from '../live/lab.ts';
import { LiveError } from '../live/live-error.ts';
import { Sessions } from '../live/sessions.ts';
import { PAGE } from '../paths.ts';
import { VERSION } from '../version.ts';
import { createWeb } from '../web/web.ts';
import { greeting, presenterLines, presenterLinks } from './greeting.ts';
import { lanOption, networkOf, publicUrlOption, type NetworkOptions } from './network.ts';
import { onEnter } from './new-links.ts';
import { maxThreadsOption, parseHost, parsePort, portOption } from './options.ts';
import { openPage } from './open-page.ts';
import { endWith } from './stopping.ts';

interface Options extends NetworkOptions {
  readonly uiPort: number;
  readonly port: number;
  readonly program: ServerProgram;
  readonly title: string;
  readonly data?: string;
  readonly open: boolean;
  readonly allowHost: readonly string[];
  readonly maxThreads: number;
  readonly lessons: readonly string[];
}

/** `wirestep start`: the page and the live server together. */
export function startCommand(): Command {
  return new Command('start')
    .description('open the page, with the live server running and recorded')
    .option('--ui-port <port>', 'port of the page', parsePort, 8064)
    .option('--ui-host <address>', 'address of the page (default: 127.0.0.1)', parseHost)
    .addOption(portOption('port of the live server'))
    .option('--host <address>', 'address of the live server (default: 127.0.0.1)', parseHost)
    .addOption(lanOption())
    .addOption(publicUrlOption())
    .addOption(
      new Option('--program <name>', "course: the course's server; fixed: one without its faults")
        .choices(['course', 'fixed'])
        .default('course'),
    )
    .addOption(
      new Option('--title <text>', 'title of the first recording')
        .default('', 'when it began')
        .argParser(parseTitle),
    )
    .option('--data <folder>', "where recordings are kept (default: your platform's data folder)")
    .option('--no-open', 'print the address, open no browser')
    .option(
      '--allow-host <name...>',
      'further host names by which browsers may ask for the page',
      [],
    )
    .addOption(maxThreadsOption())
    .option('--lessons <folder>', 'a folder of your own lessons; may be given again', several, [])
    .addHelpText(
      'after',
      `
Both listen on this machine only, unless --lan, --host or --ui-host says otherwise. Who opens the
presenter's link drives the session; Enter prints a new one. Ctrl-C stops all.

Examples:
  wirestep start
  wirestep start --port 5051 --ui-port 8065 --no-open
  wirestep start --lessons my-lessons
  wirestep start --lan`,
    )
    .action(start);
}

async function start(options: Options): Promise<void> {
  const lessons = await ownLessons(options.lessons);
  const folder = await openDataFolder(options.data);
  const say = (text: string): void => void process.stderr.write(`wirestep: ${text}\n`);
  const { port, maxThreads, program, title } = options;
  const network = networkOf(options);
  const { host } = network;
  const sessions = new Sessions({ folder, host, maxThreads, onNotice: say });
  try {
    await sessions.begin({ program, port, title });
  } catch (error) {
    // The page says it, and can start another.
    if (!(error instanceof LiveError)) throw error;
  }
  const { unavailable } = sessions;
  const lab = unavailable === undefined ? new Lab(folder) : undefined;
  const web = createWeb({
    pageDir: PAGE,
    dataDir: folder.dir,
    version: VERSION,
    ...network,
    host: network.uiHost,
    port: options.uiPort,
    allowHosts: options.allowHost,
    lab,
    ...lessons,
    ...(unavailable === undefined ? { sessions } : { unavailable }),
    threads: () => sessions.threads,
  });
  const close = async (): Promise<void> => {
    const [clean] = await Promise.all([lab?.stop(), web.stop(), sessions.stop()]);
    // A thread that nothing wakes would keep the process alive for ever.
    if (clean === false) sessions.exitNow(Number(process.exitCode ?? 1));
  };
  const end = endWith({ engine: sessions, close });
  try {
    const { urls } = await web.start();
    const newLinks = (): readonly string[] => presenterLinks(web.presenterLink(), network);
    const links = newLinks();
    const said = { ...network, urls, session: sessions.state, data: folder.dir };
    const text = { ...said, presenterLinks: links, joinLinks: web.joinLinks() };
    process.stdout.write(await greeting(text));
    onEnter(process.stdin, () =>
      process.stdout.write(`${presenterLines(newLinks()).join('\n')}\n`),
    );
    if (options.open) await openPage(links.at(-1) ?? '');
  } catch (error) {
    say((error as Error).message);
    await end(1);
  }
}

/** The lessons of these folders; loaded only where there are some. */
async function ownLessons(folders: readonly string[]) {
  const wrong = folders.find(
    (folder) => !statSync(folder, { throwIfNoEntry: false })?.isDirectory(),
  );
  if (wrong !== undefined) throw new Error(`--lessons ${wrong}: there is no such folder.`);
  if (folders.length === 0) return {};
  const { OwnLessons } = await import('../own/own-lessons.ts');
  return { lessons: new OwnLessons(folders, join(PAGE, 'lessons')) };
}

/** As long as the page takes one. */
function parseTitle(text: string): string {
  if (text.length <= LIMITS.title) return text;
  throw new InvalidArgumentError(`A title has at most ${LIMITS.title} characters.`);
}

function several(folder: string, before: readonly string[]): readonly string[] {
  return [...before, folder];
}
