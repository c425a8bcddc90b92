import { pythonOf } from '../../src/lab/python.ts';
import type { Announced } from './announce.ts';
import type { Script } from './composed.ts';
import type { ProgramOptions } from './context.ts';
import type { ClientOptions } from './engine-options.ts';
import { programSource } from './sources.ts';

/** What an engine needs to start a program. */
export interface Start extends Omit<Announced, 'program' | 'file' | 'name'> {
  readonly module: string;
  readonly options: ProgramOptions;
  readonly echo: boolean;
  /** For a composed client. */
  readonly script?: Script;
}

/** How a client is started. `name`: what the trace calls it. */
export function clientStart(options: ClientOptions, name: string): Start {
  const { program, host, port, echo = false, acts = [], nodelay = false } = options;
  const module = `client_${program}`;
  const framed = program === 'fixed';
  const common = { module, role: 'client', options: { host, port }, echo } as const;
  const reads = { framedReplies: framed, readsExactly: framed };
  if (program !== 'composed') return { ...common, ...reads, source: programSource(module) };
  const path = `${name.replaceAll('-', '_')}.py`;
  const python = pythonOf(acts, { host, port, nodelay });
  const source = { pythonPath: path, python: python.source };
  return { ...common, ...reads, source, script: { acts, python, path } };
}
