/** Options that several commands share, checked as they are read. */
import { InvalidArgumentError, Option } from 'commander';
import { DEFAULT_MAX_THREADS, maxThreads } from '../thread/limits.ts';

/** A TCP port: 1 to 65535, or 0 for any free one. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError('A port is a number from 0 to 65535; 0 takes any free one.');
  }
  return port;
}

/** A count of at least one. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1) throw new InvalidArgumentError('Give a number from 1 up.');
  return count;
}

/** An IPv4 address. */
export function parseHost(text: string): string {
  if (text === 'localhost') return '127.0.0.1';
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) {
    throw new InvalidArgumentError('Give an IPv4 address such as 127.0.0.1.');
  }
  return text;
}

/** A number of threads that this machine carries: past its limits the whole process would abort. */
function parseThreads(text: string): number {
  const count = parseCount(text);
  const { cap, limitedBy } = maxThreads();
  if (count > cap) {
    throw new InvalidArgumentError(`This machine carries at most ${cap}, because of ${limitedBy}.`);
  }
  return count;
}

export function hostOption(what: string): Option {
  return new Option('--host <address>', what).default('127.0.0.1').argParser(parseHost);
}

export function portOption(what: string): Option {
  return new Option('--port <port>', what).default(5050).argParser(parsePort);
}

export function recordOption(): Option {
  return new Option('--record <file>', 'record into this new file, to open on the page');
}

export function maxThreadsOption(): Option {
  return new Option('--max-threads <n>', 'handler threads at a time; further clients wait')
    .default(DEFAULT_MAX_THREADS)
    .argParser(parseThreads);
}
