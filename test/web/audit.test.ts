import { describe, expect, test, vi } from 'vitest';
import { Audit, AUDIT_LIMITS } from '../../server/web/audit.ts';

const rows = (audit: Audit) =>
  audit.state.lines.map(({ from, what, times }) => [from, what, times]);

describe('the list of refused attempts', () => {
  test('says when, from where, what and how often; the newest is last', () => {
    const audit = new Audit();
    audit.add('10.0.0.1', 'first');
    audit.add('10.0.0.2', 'second');
    audit.add('10.0.0.1', 'first');
    expect(rows(audit)).toEqual([
      ['10.0.0.2', 'second', 1],
      ['10.0.0.1', 'first', 2],
    ]);
    expect(audit.state.lines[0]?.at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  test('one machine cannot push out what others did, however much it tries', () => {
    const audit = new Audit();
    audit.add('10.0.0.9', 'what the presenter must see');
    for (let n = 0; n < 5000; n++) audit.add('10.0.0.1', `attempt ${n}`);
    expect(audit.state.lines).toHaveLength(1 + AUDIT_LIMITS.ofOne);
    expect(rows(audit)[0]).toEqual(['10.0.0.9', 'what the presenter must see', 1]);
    expect(rows(audit).at(-1)).toEqual(['10.0.0.1', 'attempt 4999', 1]);
  });

  test('is never longer than its limit', () => {
    const audit = new Audit();
    for (let n = 0; n < 500; n++) audit.add(`10.0.${n >> 8}.${n & 255}`, 'attempt');
    expect(audit.state.lines).toHaveLength(AUDIT_LIMITS.lines);
    expect(rows(audit).at(-1)?.[0]).toBe('10.0.1.243');
  });

  test('cuts a sentence that somebody else has made long', () => {
    const audit = new Audit();
    audit.add('10.0.0.1', 'x'.repeat(10_000));
    expect(audit.state.lines[0]?.what).toHaveLength(AUDIT_LIMITS.sentence);
  });

  test('tells its listeners until they leave; what was told stays as it was', () => {
    const audit = new Audit();
    const before = audit.state;
    const told = vi.fn();
    const leave = audit.onChange(told);
    audit.add('10.0.0.1', 'attempt');
    leave();
    audit.add('10.0.0.1', 'attempt');
    expect(told).toHaveBeenCalledTimes(1);
    expect(before.lines).toEqual([]);
  });
});
