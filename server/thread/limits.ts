import { existsSync, readFileSync } from 'node:fs';

/** What a machine allows, as read by `readLimits`. */
export interface Limits {
  /** Memory mappings a process may have (Linux, vm.max_map_count); past it the process aborts. */
  readonly maps?: number;
  /** Open files a process may have. */
  readonly files?: number;
  /** Bytes that this process may still take. */
  readonly memory: number;
}

export interface ThreadLimit {
  /** Threads that this machine carries, at least 1. */
  readonly cap: number;
  /** What sets it, as words for a person: `memory`, `open files (ulimit -n)`, … */
  readonly limitedBy: string;
}

/** Threads a session serves at once unless told otherwise; more wait in the kernel's backlog. */
export const DEFAULT_MAX_THREADS = 64;

/**
 * How many threads a session may be asked to serve at once. Each real thread is a worker of its
 * own; the figures were measured: 50 mappings, 5 files and under 12 MB each, next to what the
 * process itself needs. Beyond 1,000 no machine was tried.
 */
export function maxThreads(limits: Limits = readLimits()): ThreadLimit {
  const each: ThreadLimit[] = [{ cap: 1000, limitedBy: 'wirestep itself' }];
  if (limits.maps !== undefined) {
    each.push({ cap: (limits.maps - 2000) / 50, limitedBy: 'memory mappings (vm.max_map_count)' });
  }
  if (limits.files !== undefined) {
    each.push({ cap: (limits.files - 100) / 5, limitedBy: 'open files (ulimit -n)' });
  }
  each.push({ cap: limits.memory / 12e6, limitedBy: 'free memory' });
  const least = each.reduce((a, b) => (b.cap < a.cap ? b : a));
  return { cap: Math.max(1, Math.floor(least.cap)), limitedBy: least.limitedBy };
}

/** Reads this machine's limits; what a platform does not tell is left out. */
export function readLimits(read: (path: string) => string | undefined = readIfThere): Limits {
  const files = /^Max open files\s+(\d+)/m.exec(read('/proc/self/limits') ?? '')?.[1];
  const maps = read('/proc/sys/vm/max_map_count');
  return {
    maps: maps === undefined ? undefined : Number(maps),
    files: files === undefined ? undefined : Number(files),
    memory: process.availableMemory(),
  };
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
