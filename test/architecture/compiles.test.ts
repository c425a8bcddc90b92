import { readdirSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';

/** The few globals that Node and browsers share and the language's own library lacks. */
const GLOBALS = `
  declare class TextEncoder {
    encode(text?: string): Uint8Array<ArrayBuffer>;
    encodeInto(text: string, into: Uint8Array): { read: number; written: number };
  }
  declare class TextDecoder {
    constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
    decode(bytes?: Uint8Array | ArrayBuffer, options?: { stream?: boolean }): string;
  }
  declare function atob(text: string): string;
  declare function btoa(text: string): string;
`;

test('trace, protocol, scene, narration and analysis compile without DOM, Node and Svelte', () => {
  const folders = ['src/trace', 'src/protocol', 'src/scene', 'src/narration', 'src/analysis'];
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name}`),
  );
  expect(files.length).toBeGreaterThan(folders.length);
  expect(compile(files)).toEqual([]);
});

/** What the compiler says about these files with nothing but the language's own library. */
function compile(files: readonly string[]): readonly string[] {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2023.d.ts'],
    types: [],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    noUncheckedIndexedAccess: true,
  };
  const globals = ts.createSourceFile('globals.d.ts', GLOBALS, ts.ScriptTarget.ES2023);
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...more) =>
    name === 'globals.d.ts' ? globals : getSourceFile(name, ...more);
  const program = ts.createProgram([...files, 'globals.d.ts'], options, host);
  return ts.getPreEmitDiagnostics(program).map((each) => {
    const line = each.file?.getLineAndCharacterOfPosition(each.start ?? 0).line ?? 0;
    return `${each.file?.fileName}:${line + 1} ${ts.flattenDiagnosticMessageText(each.messageText, ' ')}`;
  });
}
