import { expect, test } from 'vitest';
import { prepare, programSources, twinLines } from '../../server/build/programs.mjs';

const flat = (text: string): string => text.replace(/\s+/g, ' ');

test('a statement records its line, with the locals that exist by then', () => {
  const prepared = flat(
    prepare('export function f(a: number): void {\n  const b = a;\n  g(b);\n}\n', 'f.ts'),
  );
  expect(prepared).toContain('$f.n = 2; $f.lines && $f.line({ a }); const b = a;');
  expect(prepared).toContain('$f.n = 3; $f.lines && $f.line({ a, b }); g(b);');
});

test('a loop records its line before each round', () => {
  const prepared = flat(prepare('function f(): void {\n  while (x) {\n    g();\n  }\n}\n', 'f.ts'));
  expect(prepared).toContain('while (($f.n = 2, $f.lines && $f.line({ }), x))');
});

test('a function is entered and left, whatever happens in it', () => {
  const prepared = flat(prepare('function f(a: string): void {\n  g();\n}\n', 'f.ts'));
  expect(prepared).toContain('$f.enter("f", 1, () => ({ a })); try {');
  expect(prepared).toContain('} catch (e) { throw $f.raise(e); } finally { $f.leave(); }');
});

test('the module becomes a function, so that each thread has variables of its own', () => {
  const prepared = flat(
    prepare('import { x } from "./x.ts";\nconst A = 1;\nexport function f() {}\n', 'f.ts'),
  );
  expect(prepared).toMatch(
    /import \{ x \} from ".\/x.ts"; export function load\(\) \{ const A = 1; function f/,
  );
  expect(prepared).toMatch(/return \{ f \}; \}/);
});

test('no program under study holds recording code', () => {
  for (const [name, { source }] of Object.entries(programSources())) {
    expect(source, name).not.toMatch(/tracer|frames|\$f|record/i);
  }
});

test('TypeScript and Python say the same, statement by statement', () => {
  const { server } = programSources();
  const python = server?.python.split('\n') ?? [];
  const pairs = (server?.source.split('\n') ?? []).map((line, n) => [
    line.trim(),
    python[(server?.twinLines[n] ?? 0) - 1]?.trim(),
  ]);
  expect(pairs).toContainEqual(['msg_length = int(msg_length);', 'msg_length = int(msg_length)']);
  expect(pairs).toContainEqual(['while (connected) {', 'while connected:']);
  expect(pairs).toContainEqual(['conn.close();', 'conn.close()']);
  expect(pairs).toContainEqual(['thread.start();', 'thread.start()']);
});

test('what is caught is the program’s own exception only, and its line is recorded', () => {
  const source =
    'function f(): void {\n  try {\n    g();\n  } catch (error) {\n    h();\n  } finally {\n    k();\n  }\n}\n';
  const prepared = flat(prepare(source, 'f.ts'));
  expect(prepared).toContain('$f.n = 2; $f.lines && $f.line({ }); try {');
  expect(prepared).toContain(
    'catch (error) {$f.caught(error); $f.n = 4; $f.lines && $f.line({ });',
  );
  expect(prepared).toContain('$f.n = 5; $f.lines && $f.line({ error }); h();');
  expect(prepared).toContain('finally { $f.n = 7; $f.lines && $f.line({ }); k();');
});

test('try, except and finally have their twins', () => {
  const typescript =
    'export function f(): void {\n  try {\n    a();\n  } catch (e) {\n    b();\n  } finally {\n    c();\n  }\n}\n';
  const python =
    'def f():\n    try:\n        a()\n    except E as e:\n        b()\n    finally:\n        c()\n';
  expect(twinLines(typescript, python, 'p')).toEqual([1, 2, 3, 4, 5, 0, 7, 0, 0, 0]);
});

test.each(['server_fixed', 'server_sizes', 'client_fixed', 'client_characters'])(
  '%s: each statement of the Python program is the twin of one here',
  (name) => {
    const { python, twinLines: twins } = programSources()[name] ?? { python: '', twinLines: [] };
    const statements = python
      .split('\n')
      .flatMap((line, n) => (/^\s*($|#|import |finally:)/.test(line) ? [] : [n + 1]));
    expect([...twins].filter((line) => line > 0).sort((a, b) => a - b)).toEqual(statements);
  },
);

test('programs that have drifted apart do not build', () => {
  const typescript = 'export function main(): void {\n  a();\n  b();\n}\n';
  expect(twinLines(typescript, 'a()\nb()\n', 'p')).toEqual([0, 1, 2, 0, 0]);
  expect(() => twinLines(typescript, 'a()\n', 'p')).toThrow(
    'p: <module> has 2 statements in TypeScript and 1 in Python',
  );
});
