import { describe, expect, test } from 'vitest';
import { commandOf } from '../../src/views/transport/keys.ts';

describe('keys', () => {
  const press = (key: string, more = {}) => ({
    key,
    shiftKey: false,
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    ...more,
  });

  test.each([
    ['ArrowRight', {}, 'event-forward'],
    ['ArrowLeft', { shiftKey: true }, 'call-back'],
    [']', {}, 'marker-forward'],
    [' ', {}, 'play'],
    ['Home', {}, 'first'],
    ['3', {}, 'thread-3'],
    ['PageDown', {}, 'page-forward'],
    ['?', { shiftKey: true }, 'help'],
    ['ArrowLeft', { altKey: true }, undefined],
    ['r', { ctrlKey: true }, undefined],
    ['x', {}, undefined],
  ])('%s %o does %s', (key, more, command) => {
    expect(commandOf(press(key, more), true)).toBe(command);
  });

  test('with single keys off, characters do nothing and the others still do', () => {
    expect(['?', ' ', '1', '.', '['].map((key) => commandOf(press(key), false))).toEqual(
      Array(5).fill(undefined),
    );
    expect(commandOf(press('ArrowRight'), false)).toBe('event-forward');
    expect(commandOf(press('PageUp'), false)).toBe('page-back');
  });
});
