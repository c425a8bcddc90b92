/** Compositions for property tests: every one of them may be run. */
import fc from 'fast-check';
import { ENDS, SERVER_PROGRAMS } from '../../src/lab/composition.ts';
import type { ComposedMessage, Composition } from '../../src/lab/composition.ts';
import { hexOf } from '../../src/trace/hex.ts';
import { headerFor, headerOfText } from '../../src/lab/message.ts';
import { LIMITS } from '../../src/lab/limits.ts';

export const anyHex = fc.oneof(
  fc.uint8Array({ maxLength: 90 }).map(hexOf),
  fc
    .tuple(
      fc.uint8Array({ minLength: 1, maxLength: 5 }),
      fc.nat(40),
      fc.uint8Array({ maxLength: 4 }),
    )
    .map(([unit, times, rest]) => hexOf(unit).repeat(times) + hexOf(rest)),
  fc
    .string({ unit: 'grapheme', maxLength: 30 })
    .map((text) => hexOf(new TextEncoder().encode(text))),
);

const anyMessage: fc.Arbitrary<ComposedMessage> = fc
  .record({
    payload: anyHex,
    header: fc.oneof(fc.constant(undefined), anyHex, fc.string().map(headerOfText)),
    cut: fc.array(fc.nat(), { maxLength: 12 }),
    pauses: fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 12 }),
    reads: fc.boolean(),
    wait: fc.oneof(fc.constant(undefined), fc.integer({ min: 1, max: 40 })),
    readsAfter: fc.oneof(fc.constant(undefined), fc.integer({ min: 1, max: 40 })),
    joined: fc.boolean(),
  })
  .map(({ payload, header = headerFor(payload), cut, pauses, reads, wait, readsAfter, joined }) => {
    const size = (header.length + payload.length) / 2;
    const wanted = size < 2 ? [] : cut.map((at) => 1 + (at % (size - 1)));
    const cuts = [...new Set(wanted)].sort((a, b) => a - b);
    const message = { payload, header, cuts, pauses: pauses.slice(0, cuts.length), reads };
    return {
      ...message,
      ...(wait !== undefined && { wait }),
      ...(readsAfter !== undefined && { readsAfter }),
      ...(joined && { joined: true }),
    };
  });

export const anyComposition: fc.Arbitrary<Composition> = fc.record({
  clients: fc.integer({ min: 1, max: LIMITS.clients }),
  nodelay: fc.boolean(),
  messages: fc.array(anyMessage, { maxLength: 5 }),
  end: fc.constantFrom(...ENDS),
  server: fc
    .record(
      {
        program: fc.constantFrom(...SERVER_PROGRAMS),
        headerRecv: fc.integer({ min: 1, max: LIMITS.recv }),
        payloadRecv: fc.integer({ min: 1, max: LIMITS.recv }),
        exactly: fc.constant(true),
      },
      { requiredKeys: ['program'] },
    )
    .map((server) => ({ ...server })),
});
