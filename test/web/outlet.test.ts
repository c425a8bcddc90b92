import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Outlet } from '../../server/web/outlet.ts';
import { FakeWire } from './fake-wire.ts';

let wire: FakeWire;
let outlet: Outlet;
beforeEach(() => {
  vi.useFakeTimers();
  wire = new FakeWire();
  outlet = new Outlet(wire);
});
afterEach(() => void vi.useRealTimers());

/** Looks after it each second, as the server does. */
function pass(seconds: number): void {
  for (let n = 0; n < seconds; n++) {
    vi.advanceTimersByTime(1000);
    outlet.check();
  }
}

test('the way is free while nothing waits to be taken', () => {
  expect(outlet.free).toBe(true);
  wire.bufferedAmount = 1;
  expect(outlet.free).toBe(false);
});

test('who takes nothing for 30 s is sent away with 1013, and no sooner', () => {
  wire.bufferedAmount = 1;
  pass(29);
  expect(wire.closed).toBeUndefined();
  pass(2);
  expect(wire.closed).toBe(1013);
});

test('who takes something now and then may stay, however slow', () => {
  for (let round = 0; round < 5; round++) {
    wire.bufferedAmount = 1000;
    pass(25);
    wire.bufferedAmount = 0;
    // A moment between two looks is enough: what is sent next is sent then.
    expect(outlet.free).toBe(true);
  }
  expect(wire.closed).toBeUndefined();
});

test('who is sent nothing may stay for ever', () => {
  pass(3600);
  expect(wire.closed).toBeUndefined();
});
