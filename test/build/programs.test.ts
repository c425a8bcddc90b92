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

test('programs that have drifted apart do not build', () => {
  const typescript = 'export function main(): void {\n  a();\n  b();\n}\n';
  expect(twinLines(typescript, 'a()\nb()\n', 'p')).toEqual([0, 1, 2, 0, 0]);
  expect(() => twinLines(typescript, 'a()\n', 'p')).toThrow(
    'p: <module> has 2 statements in TypeScript and 1 in Python',
  );
});
