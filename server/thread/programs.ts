/** The programs under study, as the build has prepared them (see `server/build/programs.mjs`). */
import * as clientCharacters from '../programs/client_characters.ts';
import * as clientFixed from '../programs/client_fixed.ts';
import * as clientHello from '../programs/client_hello.ts';
import * as clientLines from '../programs/client_lines.ts';
import * as clientThree from '../programs/client_three.ts';
import * as server from '../programs/server.ts';
import * as serverFixed from '../programs/server_fixed.ts';
import * as serverSizes from '../programs/server_sizes.ts';
import * as composed from './composed.ts';

/** A program in Python. */
export interface Listing {
  readonly pythonPath: string;
  readonly python: string;
}

/** Both sources of a program; the build writes them to `programs.json`. */
export interface ProgramSource extends Listing {
  readonly path: string;
  readonly source: string;
  /** For each TypeScript line the Python line that it stands for; 0 for none. */
  readonly twinLines: readonly number[];
}

type Functions = Readonly<Record<string, (...args: unknown[]) => void>>;

/** The build turns a program's module into a function that evaluates it afresh. */
type Factory = { readonly load: () => Functions };

const FACTORIES: Readonly<Record<string, unknown>> = {
  server,
  server_fixed: serverFixed,
  server_sizes: serverSizes,
  client_hello: clientHello,
  client_three: clientThree,
  client_lines: clientLines,
  client_characters: clientCharacters,
  client_fixed: clientFixed,
  client_composed: composed,
};

/** A fresh copy of the program: its constants are read anew, its variables are its own. */
export function loadProgram(module: string): Functions {
  return (FACTORIES[module] as Factory).load();
}
