import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import pc from 'picocolors';
import { newRecording, openDataFolder } from '../data/folder.ts';
import { Lab } from '../live/lab.ts';
import { startSession } from '../live/session.ts';
import type { Session } from '../live/session.ts';
import { PAGE } from '../paths.ts';
import { VERSION } from '../version.ts';
import { createWeb } from '../web/web.ts';
import { hostOption, maxThreadsOption, parseHost, parsePort, portOption } from './options.ts';
import { openPage } from './open-page.ts';
import { endWith } from './stopping.ts';

interface Options {
  readonly uiPort: number;
  readonly uiHost: string;
  readonly port: number;
  readonly host: string;
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
    .option('--ui-host <address>', 'address of the page', parseHost, '127.0.0.1')
    .addOption(portOption('port of the live server'))
    .addOption(hostOption('address of the live server'))
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
Both listen on this machine only, unless --host or --ui-host says otherwise. Ctrl-C stops all.

Examples:
  wirestep start
  wirestep start --port 5051 --ui-port 8065 --no-open
  wirestep start --lessons my-lessons`,
    )
    .action(start);
}

async function start(options: Options): Promise<void> {
  const lessons = await ownLessons(options.lessons);
  const folder = await openDataFolder(options.data);
  const say = (text: string): void => void process.stderr.write(`wirestep: ${text}\n`);
  if (folder.problem !== undefined) say(`${folder.problem} This session is not recorded.`);
  const { host, port, maxThreads } = options;
  const place = folder.problem === undefined ? newRecording(folder) : undefined;
  let tellPages = (): void => undefined;
  const onNotice = (text: string): void => {
    say(text);
    tellPages();
  };
  const session = await startSession({ host, port, maxThreads, recording: place, onNotice });
  const lab = session.engine && new Lab(folder);
  const web = createWeb({
    pageDir: PAGE,
    dataDir: folder.dir,
    version: VERSION,
    host: options.uiHost,
    port: options.uiPort,
    allowHosts: options.allowHost,
    lab,
    ...lessons,
    ...session,
  });
  tellPages = () => web.recordingsChanged();
  const close = async (): Promise<void> => {
    const [clean] = await Promise.all([lab?.stop(), web.stop(), session.engine?.stop()]);
    // A thread that nothing wakes would keep the process alive for ever.
    if (clean === false) session.engine?.exitNow(Number(process.exitCode ?? 1));
  };
  const end = endWith({ engine: session.engine, close });
  try {
    const { urls } = await web.start();
    process.stdout.write(greeting(urls, session, folder.dir));
    if (options.open) await openPage(urls[0] ?? '');
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

function several(folder: string, before: readonly string[]): readonly string[] {
  return [...before, folder];
}

function greeting(urls: readonly string[], session: Session, data: string): string {
  const live = session.live?.status();
  const server =
    live === undefined
      ? `not running: ${session.unavailable}`
      : `${live.host}:${live.port}, the course's server, recorded (${reach(live.host)})`;
  return [
    `${pc.bold('wirestep')} ${VERSION}`,
    `  page        ${urls.map((url) => pc.cyan(url)).join('  ')} (${reach(urls[0] ?? '')})`,
    `  live        ${server}`,
    `  recordings  ${data}`,
    `  Ctrl-C stops.`,
    '',
  ].join('\n');
}

function reach(address: string): string {
  return /127\.0\.0\.1|localhost/.test(address)
    ? 'this machine only'
    : 'open to your network, unencrypted';
}
