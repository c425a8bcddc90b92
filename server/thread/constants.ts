import type { ProgramOptions } from './context.ts';
import type { ProgramSource } from './programs.ts';

/** Options that set a constant of the program: its name there, and the function that asks for it. */
const CONSTANTS = {
  headerRecv: 'HEADER_RECV',
  payloadRecv: 'PAYLOAD_RECV',
  exactly: 'EXACTLY',
  timeout: 'TIMEOUT',
} as const;

/** The program with its constants as they are in this run: what is shown is what runs. */
export function withConstants(source: ProgramSource, options: ProgramOptions): ProgramSource {
  let { source: typescript, python } = source;
  for (const [option, name] of Object.entries(CONSTANTS)) {
    const value = options[option as keyof typeof CONSTANTS];
    if (value === undefined) continue;
    typescript = typescript.replace(
      new RegExp(`^(const ${name} = ${option}\\()[^)]*`, 'm'),
      `$1${value}`,
    );
    python = python.replace(new RegExp(`^(${name} = ).*`, 'm'), `$1${inPython(value)}`);
  }
  return { ...source, source: typescript, python };
}

function inPython(value: number | boolean): string {
  if (typeof value === 'number') return String(value);
  return value ? 'True' : 'False';
}
