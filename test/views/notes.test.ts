import { describe, expect, test } from 'vitest';
import { parseTrace } from '../../src/trace/parse.ts';
import { notesOf } from '../../src/views/player/notes.ts';
import { oneMessage } from '../support/conversation.ts';

const talk = oneMessage();
talk.add('end');

describe('notes', () => {
  test('damage is told with its lines', () => {
    const text = new TextDecoder().decode(talk.bytes()).split('\n');
    text[4] = '{"i":4,"broken';
    const parsed = parseTrace(new TextEncoder().encode(text.join('\n')));
    const [note] = notesOf(parsed, false, undefined);
    expect(note).toMatchObject({ bad: true });
    expect(note?.text).toContain('line 5:');
  });

  test('a dropped file says that it has no link', () => {
    const texts = notesOf(parseTrace(talk.bytes()), true, undefined).map(({ text }) => text);
    expect(texts).toEqual([expect.stringContaining('it has no link')]);
  });

  test('a sound recording of our own has nothing to tell', () => {
    expect(notesOf(parseTrace(talk.bytes()), false, undefined)).toEqual([]);
  });
});
