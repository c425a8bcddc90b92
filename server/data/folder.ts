import { randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { newRecordingId, recordingFile } from './ids.ts';

/** Where this process keeps its recordings. */
export interface DataFolder {
  /** Absolute path. */
  readonly dir: string;
  /** One sentence: why nothing can be recorded here. Absent when all is well. */
  readonly problem?: string;
}

/** A place for a recording that does not exist yet; create it with the flag `ax`. */
export interface NewRecording {
  readonly id: string;
  readonly file: string;
}

/**
 * The user's data folder by the platform's convention: the XDG base directory specification
 * (a relative `XDG_DATA_HOME` is to be ignored), Apple's Application Support, Windows' local
 * application data.
 */
export function defaultDataDir(
  platform: NodeJS.Platform = process.platform,
  env: Readonly<Record<string, string | undefined>> = process.env,
  home: string = homedir(),
): string {
  if (platform === 'win32')
    return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'wirestep');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'wirestep');
  const xdg = env.XDG_DATA_HOME;
  return join(xdg && isAbsolute(xdg) ? xdg : join(home, '.local', 'share'), 'wirestep');
}

/**
 * Makes the folder where it is missing and tries a write, since permission bits do not tell about
 * read-only or full disks. Never throws: a folder that cannot be written can still be read.
 */
export async function openDataFolder(path: string = defaultDataDir()): Promise<DataFolder> {
  const dir = resolve(path);
  const probe = join(dir, `.probe-${randomUUID()}`);
  try {
    // Recordings hold what people typed: for their owner only.
    await makeFolders(dir);
    const file = await open(probe, 'wx');
    try {
      await file.write('wirestep');
    } finally {
      await file.close();
      await rm(probe, { force: true });
    }
    return { dir };
  } catch (error) {
    return { dir, problem: folderProblem(dir, error) };
  }
}

/** mkdir's own `recursive` never returns where a folder lets nothing be made in it (/proc). */
async function makeFolders(dir: string): Promise<void> {
  try {
    await mkdir(dir, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // What is there may still be no folder: the write that follows tells.
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(dir) === dir) throw error;
    await makeFolders(dirname(dir));
    await mkdir(dir, { mode: 0o700 });
  }
}

export function newRecording(folder: DataFolder): NewRecording {
  const id = newRecordingId();
  return { id, file: recordingFile(folder.dir, id) };
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'may not be written by this user',
  EPERM: 'may not be written by this user',
  EROFS: 'is on a read-only disk',
  ENOSPC: 'is on a full disk',
  EDQUOT: 'is over its disk quota',
  ENOENT: 'is gone, or cannot be created',
  ENOTDIR: 'is not a folder',
  EEXIST: 'is not a folder',
  EIO: 'cannot be reached: the disk reports an error',
};

/** One sentence for a failed access to the data folder, with the remedy. */
export function folderProblem(dir: string, error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const reason = REASONS[code] ?? `cannot be used (${code || String(error)})`;
  return `The data folder ${dir} ${reason}: choose another with --data DIR.`;
}
