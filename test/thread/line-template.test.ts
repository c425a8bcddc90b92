import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineTemplate } from '../../server/thread/line-template.ts';

const text = (template: LineTemplate): string => Buffer.from(template.line).toString();

test('whatever numbers are set, in whatever order, the line reads as JSON with just those', () => {
  const step = fc.record({ field: fc.nat(2), value: fc.maxSafeNat() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const template = new LineTemplate(['{"i":', ',"t":', ',"n":', '}']);
      const expected = [0, 0, 0];
      for (const { field, value } of steps) {
        template.set(field, value);
        expected[field] = value;
        const [i, t, n] = expected;
        expect(text(template)).toBe(JSON.stringify({ i, t, n }));
      }
    }),
  );
});

test.each([0, 9, 10, 9_999, 10_000, 99_999_999, 100_000_000, 2 ** 31, 1e15 - 1, 1e15, 2 ** 53 - 1])(
  'the digits of %d are right on both sides of every change of their number',
  (edge) => {
    const template = new LineTemplate(['', '']);
    for (const value of [edge, Math.max(0, edge - 1), edge, Math.min(edge + 1, 2 ** 53 - 1)]) {
      template.set(0, value);
      expect(text(template)).toBe(String(value));
    }
  },
);

test('the line never outgrows what it says is its longest', () => {
  const template = new LineTemplate(['a', 'b', 'c']);
  template.set(0, 2 ** 53 - 1);
  template.set(1, 2 ** 53 - 1);
  expect(template.line.length).toBeLessThanOrEqual(template.longest);
});
