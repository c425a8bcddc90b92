import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCssVariablesTheme, createHighlighter } from 'shiki';
import type { HighlightedSource, Token } from '../../src/course/highlighted.ts';

const LANGUAGES = { '.py': 'python', '.ts': 'typescript' } as const;

/**
 * Colours the programs' sources once, at build time: the page gets plain lists of words and their
 * kind, and no highlighter. `folders`: where the programs lie.
 */
export async function highlightSources(
  folders: readonly string[],
): Promise<readonly HighlightedSource[]> {
  const theme = createCssVariablesTheme({ variablePrefix: '--', fontStyle: false });
  const langs = Object.values(LANGUAGES);
  const highlighter = await createHighlighter({ themes: [theme], langs });
  const files = folders.flatMap((folder) => programsIn(folder));
  const sources = files.map(({ path, name, lang }): HighlightedSource => {
    const source = readFileSync(path, 'utf8');
    const { tokens } = highlighter.codeToTokens(source, { lang, theme: theme.name ?? '' });
    const lines = tokens.map((line) =>
      line.map(({ content, color }): Token => [kindOf(color), content]),
    );
    return { name, source, lines };
  });
  highlighter.dispose();
  return sources;
}

/** Writes `sources.json` for the page. */
export async function buildSources(folders: readonly string[], outDir: string): Promise<void> {
  const sources = await highlightSources(folders);
  writeFileSync(join(outDir, 'sources.json'), JSON.stringify(sources));
}

function programsIn(folder: string) {
  return readdirSync(folder).flatMap((name) => {
    const ending = name.slice(name.lastIndexOf('.'));
    if (ending !== '.py' && ending !== '.ts') return [];
    return [{ path: join(folder, name), name, lang: LANGUAGES[ending] }];
  });
}

/** `var(--token-string-expression)` → `string-expression`; plain words have no kind. */
function kindOf(color: string | undefined): string {
  return /^var\(--token-([a-z-]+)\)$/.exec(color ?? '')?.[1] ?? '';
}
