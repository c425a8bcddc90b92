import type { Token } from '../../course/highlighted.ts';

/** Comment, string, keyword, number, name of what is called. */
const WORDS =
  /(#.*)|(b?"(?:[^"\\]|\\.)*")|\b(import|from|def|while|for|in|if|not|or|else|break|return|try|except|finally|raise|as|True|False)\b|\b(\d[\d.]*)\b|\b(\w+)(?=\()/g;
const KINDS = ['comment', 'string-expression', 'keyword', 'constant', 'function'] as const;

/** A line of Python that the build has not seen, coloured nearly as the build would have. */
export function pythonTokens(line: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (const match of line.matchAll(WORDS)) {
    if (match.index > at) tokens.push(['', line.slice(at, match.index)]);
    const kind = KINDS.find((_, n) => match[n + 1] !== undefined) ?? '';
    tokens.push([kind, match[0]]);
    at = match.index + match[0].length;
  }
  if (at < line.length || line === '') tokens.push(['', line.slice(at)]);
  return tokens;
}
