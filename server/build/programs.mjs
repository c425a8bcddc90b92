/**
 * Prepares `server/programs/*.ts` for running: inserts the calls that record lines and locals (so
 * that the sources a student reads hold none), wraps each module into a function that evaluates it
 * afresh for every thread, and finds for each TypeScript line its twin in the Python program.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';

const PROGRAMS = join(import.meta.dirname, '..', 'programs');
const FRAMES = join(import.meta.dirname, '..', 'thread', 'lines.ts');

/** An esbuild plugin: everything imported from `server/programs/` is prepared. */
export const programs = {
  name: 'programs',
  setup(build) {
    build.onLoad({ filter: /[\\/]server[\\/]programs[\\/]\w+\.ts$/ }, ({ path }) => ({
      contents: prepare(readFileSync(path, 'utf8'), path),
      loader: 'ts',
    }));
  },
};

/** Both sources of every program, by module name: what `programs.json` holds. */
export function programSources() {
  const sources = {};
  for (const file of readdirSync(PROGRAMS).filter((name) => name.endsWith('.ts'))) {
    const name = basename(file, '.ts');
    const source = readFileSync(join(PROGRAMS, file), 'utf8');
    const python = readFileSync(join(PROGRAMS, 'python', `${name}.py`), 'utf8');
    sources[name] = {
      path: file,
      source,
      pythonPath: `${name}.py`,
      python,
      twinLines: twinLines(source, python, name),
    };
  }
  return sources;
}

/** The TypeScript text with the recording calls in it. */
export function prepare(source, path) {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const edits = [];
  const lineOf = (node) => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
  const imports = file.statements.filter(ts.isImportDeclaration);
  const body = file.statements.filter((node) => !ts.isImportDeclaration(node));
  const outer = body.flatMap(declared).filter((name) => !name.startsWith('_'));
  const functions = body.filter(ts.isFunctionDeclaration);

  for (const node of functions) {
    for (const modifier of node.modifiers ?? []) {
      edits.push({ at: modifier.getStart(file), end: modifier.getEnd(), text: '' });
    }
    const isMain = node.name.text === 'main';
    const params = node.parameters.map((parameter) => parameter.name.text);
    const name = isMain ? '<module>' : node.name.text;
    const known = isMain ? [...outer] : params;
    const enter = `$f.enter(${JSON.stringify(name)}, ${lineOf(node)}, () => (${object(known)})); try {`;
    edits.push({ at: node.body.getStart(file) + 1, text: enter });
    edits.push({
      at: node.body.getEnd() - 1,
      text: '} catch (e) { throw $f.raise(e); } finally { $f.leave(); }',
    });
    block(node.body, known);
  }

  const first = body[0].getFullStart();
  const names = functions.map((node) => node.name.text).join(', ');
  edits.push({ at: first, text: '\nexport function load() {' });
  edits.push({ at: source.length, text: `\nreturn { ${names} };\n}\n` });
  edits.push({
    at: imports[0]?.getStart(file) ?? 0,
    text: `import { frames as $f } from ${JSON.stringify(FRAMES)};`,
  });
  return apply(source, edits);

  /** Marks the statements of a block; `known` are the names declared before it. */
  function block(node, known) {
    const names = [...known];
    for (const statement of node.statements) {
      mark(statement, names);
      names.push(...declared(statement));
    }
  }

  /** Python runs the line of an `except` when there is something to catch. */
  function caught(clause, known) {
    const error = clause.variableDeclaration.name.text;
    const text = `$f.caught(${error}); $f.n = ${lineOf(clause)}; $f.lines && $f.line(${object(known)});`;
    edits.push({ at: clause.block.getStart(file) + 1, text });
    block(clause.block, [...known, error]);
  }

  function mark(statement, known) {
    const here = `$f.n = ${lineOf(statement)}`;
    const record = `$f.lines && $f.line(${object(known)})`;
    if (ts.isWhileStatement(statement)) {
      // A loop's line runs again before each round.
      const condition = statement.expression;
      edits.push({ at: condition.getStart(file), text: `(${here}, ${record}, ` });
      edits.push({ at: condition.getEnd(), text: ')' });
      block(statement.statement, known);
      return;
    }
    edits.push({ at: statement.getStart(file), text: `${here}; ${record}; ` });
    if (ts.isIfStatement(statement)) {
      block(statement.thenStatement, known);
      if (statement.elseStatement) block(statement.elseStatement, known);
    } else if (ts.isForOfStatement(statement)) {
      const own = statement.initializer.declarations.map((d) => d.name.text);
      block(statement.statement, [...known, ...own]);
    } else if (ts.isTryStatement(statement)) {
      block(statement.tryBlock, known);
      if (statement.catchClause) caught(statement.catchClause, known);
      if (statement.finallyBlock) block(statement.finallyBlock, known);
    }
  }
}

/** Names that a statement declares in its block. */
function declared(statement) {
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name }) =>
    ts.isIdentifier(name) ? [name.text] : name.elements.map((element) => element.name.text),
  );
}

function object(names) {
  return `{ ${names.join(', ')} }`;
}

function apply(source, edits) {
  const sorted = edits.map((edit, order) => ({ ...edit, order }));
  sorted.sort((a, b) => b.at - a.at || b.order - a.order);
  let text = source;
  for (const { at, end = at, text: insert } of sorted) {
    text = text.slice(0, at) + insert + text.slice(end);
  }
  return text;
}

/**
 * The two programs say the same statement by statement: functions by name, and the module's own
 * statements (in TypeScript its constants, then `main`). The twin of a line is the line of the
 * statement with the same place.
 */
export function twinLines(source, python, name) {
  const own = typescriptStatements(source);
  const other = pythonStatements(python);
  const lines = source.split('\n').map(() => 0);
  for (const [scope, starts] of own) {
    const twins = other.get(scope) ?? [];
    if (twins.length !== starts.length) {
      throw new Error(
        `${name}: ${scope} has ${starts.length} statements in TypeScript and ${twins.length} in Python`,
      );
    }
    starts.forEach((line, place) => (lines[line - 1] = twins[place]));
  }
  return lines;
}

function typescriptStatements(source) {
  const file = ts.createSourceFile('program.ts', source, ts.ScriptTarget.Latest, true);
  const lineOf = (node) => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
  const scopes = new Map([['<module>', []]]);
  for (const statement of file.statements) {
    if (ts.isFunctionDeclaration(statement)) {
      if (statement.name.text === 'main') collect(statement.body, scopes.get('<module>'));
      else {
        const starts = [lineOf(statement)];
        collect(statement.body, starts);
        scopes.set(statement.name.text, starts);
      }
    } else if (ts.isVariableStatement(statement)) {
      if (statement.declarationList.declarations[0].initializer) {
        scopes.get('<module>').push(lineOf(statement));
      }
    }
  }
  return scopes;

  function collect(block, starts) {
    for (const statement of block.statements) {
      starts.push(lineOf(statement));
      const { catchClause } = statement;
      collectAll([statement.statement, statement.thenStatement, statement.elseStatement], starts);
      collectAll([statement.tryBlock], starts);
      if (catchClause) starts.push(lineOf(catchClause));
      collectAll([catchClause?.block, statement.finallyBlock], starts);
    }
  }

  function collectAll(blocks, starts) {
    for (const inner of blocks) if (inner) collect(inner, starts);
  }
}

function pythonStatements(python) {
  const scopes = new Map([['<module>', []]]);
  let scope = '<module>';
  python.split('\n').forEach((text, index) => {
    if (text.trim() === '' || /^\s*(#|import |from |else:|finally:)/.test(text)) return;
    if (!/^\s/.test(text)) scope = /^def (\w+)/.exec(text)?.[1] ?? '<module>';
    if (!scopes.has(scope)) scopes.set(scope, []);
    scopes.get(scope).push(index + 1);
  });
  return scopes;
}
