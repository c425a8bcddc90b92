import type { Koffi } from '../../server/sys/koffi.ts';

type Answer = (...values: unknown[]) => number;

/** A libc or a DLL that writes down what it is called with, and answers as it is told. */
export interface FakeKoffi {
  readonly koffi: Koffi;
  /** One line a call: its name, numbers in decimal, memory in hex. */
  readonly calls: string[];
  /** Names of the libraries that were loaded. */
  readonly libraries: unknown[];
  /** The definitions in C, by name. */
  readonly definitions: Map<string, string>;
}

/** Calls without an answer of their own return 0. `errno` is what koffi.errno() says. */
export function fakeKoffi(answers: Record<string, Answer> = {}, errno = () => 0): FakeKoffi {
  const calls: string[] = [];
  const libraries: unknown[] = [];
  const definitions = new Map<string, string>();
  const func = (definition: string) => {
    const name = /(\w+)\(/.exec(definition)?.[1] ?? definition;
    definitions.set(name, definition);
    return (...values: unknown[]) => {
      calls.push([name, ...values.map(show)].join(' '));
      return answers[name]?.(...values) ?? 0;
    };
  };
  const load = (library: unknown) => {
    libraries.push(library);
    return { func };
  };
  return { koffi: { load, errno } as unknown as Koffi, calls, libraries, definitions };
}

function show(value: unknown): string {
  if (ArrayBuffer.isView(value)) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex');
  }
  return String(value);
}
