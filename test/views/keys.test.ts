import { describe, expect, test } from 'vitest';
import { commandOf, isLiveCommand, isPageCommand, KEYS } from '../../src/views/transport/keys.ts';

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
    ['/', {}, 'find'],
    ['n', {}, 'match-forward'],
    ['N', { shiftKey: true }, 'match-back'],
    ['ArrowLeft', { altKey: true }, undefined],
    ['r', { ctrlKey: true }, undefined],
    ['k', { ctrlKey: true }, 'palette'],
    ['k', { metaKey: true }, 'palette'],
    ['K', { ctrlKey: true, shiftKey: true }, undefined],
    ['k', {}, undefined],
    ['p', {}, 'presenter'],
    ['e', {}, 'export'],
    ['l', {}, 'now'],
    ['h', {}, 'hold'],
    ['H', { shiftKey: true }, 'hold-all'],
    ['s', {}, 'step'],
    ['r', {}, 'run-return'],
    ['m', {}, 'run-message'],
    ['x', {}, undefined],
  ])('%s %o does %s', (key, more, command) => {
    expect(commandOf(press(key, more), true)).toBe(command);
  });

  test('with single keys off, characters do nothing and the others still do', () => {
    expect(['?', ' ', '1', '.', '[', 'h', 's'].map((key) => commandOf(press(key), false))).toEqual(
      Array(7).fill(undefined),
    );
    expect(commandOf(press('ArrowRight'), false)).toBe('event-forward');
    expect(commandOf(press('PageUp'), false)).toBe('page-back');
    expect(commandOf(press('k', { ctrlKey: true }), false)).toBe('palette');
  });
});

test('the page takes its own commands, the player all others', () => {
  expect((['help', 'palette', 'presenter', 'export'] as const).every(isPageCommand)).toBe(true);
  expect((['play', 'first', 'thread-3'] as const).some(isPageCommand)).toBe(false);
});

test('the live session takes its own commands', () => {
  expect((['now', 'hold', 'run-message'] as const).every(isLiveCommand)).toBe(true);
  expect((['play', 'help', 'last'] as const).some(isLiveCommand)).toBe(false);
});

test('the help names each key once', () => {
  const keys = KEYS.map((key) => key.keys);
  expect(new Set(keys).size).toBe(keys.length);
});
