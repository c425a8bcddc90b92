/**
 * One process at a time: a file that holds the owner's process id.
 *
 * Node has no advisory file locks, so the owner is asked for: a lock whose process is gone, or that
 * is older than any build, is taken over.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const LONGEST_MS = 15 * 60_000;

/** Runs `work` while holding `file`; `say` gets a sentence if another process holds it first. */
export async function withLock(file, say, work) {
  mkdirSync(dirname(file), { recursive: true });
  for (let tries = 0; !take(file); tries++) {
    if (isStale(file)) remove(file);
    else if (tries === 5) say(`waiting for another wirestep to finish its build (${file})…`);
    await sleep(100);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file) {
  return unless('EEXIST', () => {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  });
}

function isStale(file) {
  return unless('ENOENT', () => {
    const age = Date.now() - statSync(file).mtimeMs;
    const owner = Number(readFileSync(file, 'utf8'));
    // Just created: its owner has not written its id yet.
    if (owner === 0) return age > 2_000;
    return age > LONGEST_MS || !isAlive(owner);
  });
}

/** Renamed first: of two processes that found it stale, only one moves it. */
function remove(file) {
  const mine = `${file}.${process.pid}`;
  unless('ENOENT', () => renameSync(file, mine));
  rmSync(mine, { force: true });
}

function isAlive(pid) {
  // EPERM: it is there and belongs to somebody else.
  const answer = unless('ESRCH', () => unless('EPERM', () => process.kill(pid, 0)) ?? true);
  return answer ?? false;
}

/** The value of `action`, or undefined where it fails with just this error code. */
function unless(code, action) {
  try {
    return action();
  } catch (error) {
    if (error.code !== code) throw error;
    return undefined;
  }
}
