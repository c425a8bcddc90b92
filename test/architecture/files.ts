import { readFileSync, readdirSync } from 'node:fs';
import ts from 'typescript';

/** A file of the project: its path from the root, with `/`, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const MADE = new Set(['node_modules', 'dist', 'coverage', '.git', '__pycache__']);

/** All files that people write, in the order of their paths. */
export function projectFiles(folder = ''): readonly SourceFile[] {
  return readdirSync(`./${folder}`, { withFileTypes: true }).flatMap((entry) => {
    if (MADE.has(entry.name)) return [];
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory()) return projectFiles(`${path}/`);
    if (!/\.(ts|mjs|js|cmd|svelte|css|html|md|json|yaml|py)$|run$/.test(entry.name)) return [];
    return path === 'package-lock.json' ? [] : [{ path, text: readFileSync(path, 'utf8') }];
  });
}

/** TypeScript, JavaScript and Svelte. */
export function isCode({ path }: SourceFile): boolean {
  return /\.(ts|mjs|js|svelte)$/.test(path);
}

/** What a file imports, types too: a path from the root, or a package's name. */
export function imports({ path, text }: SourceFile): readonly string[] {
  const scripts = path.endsWith('.svelte')
    ? [...text.matchAll(/<script[^>]*>(.*?)<\/script>/gs)].map((match) => match[1] ?? '')
    : [text];
  return scripts
    .flatMap((script) => ts.preProcessFile(script, true, true).importedFiles)
    .map(({ fileName }) => (fileName.startsWith('.') ? resolve(path, fileName) : fileName));
}

function resolve(from: string, to: string): string {
  return new URL(to, `file:///${from}`).pathname.slice(1);
}
