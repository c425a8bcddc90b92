import { expect, test } from 'vitest';
import { readHeader } from '../../src/trace/header.ts';
import { HEADER } from './support.ts';

test('a header comes back as it is', () => {
  expect(readHeader(structuredClone(HEADER))).toEqual(HEADER);
});

test('an imported recording says whose it is and what it cannot show', () => {
  const imported = { from: 'capture', tool: 'dumpcap', missing: ['calls', 'threads'] } as const;
  expect(readHeader({ ...HEADER, imported })).toEqual({ ...HEADER, imported });
  expect(readHeader({ ...HEADER, imported: { ...imported, mood: 'glad' } })).toEqual({
    ...HEADER,
    imported,
  });
  expect(readHeader(HEADER)).not.toHaveProperty('imported');
});

test('fields of later versions are left behind, `ext` is kept', () => {
  const line = { ...HEADER, mood: 'glad', ext: { 'other.tool': [1, 2] } };
  expect(readHeader(line)).toEqual({ ...HEADER, ext: { 'other.tool': [1, 2] } });
  expect(readHeader({ ...HEADER, ext: undefined })).toEqual(HEADER);
  expect(readHeader({ ...HEADER, ext: 'words' })).toEqual(HEADER);
});

test.each([
  ['no object', 7, 'the first line is no JSON object'],
  ['another format', { format: 'har' }, 'not a trace: `format` is not "wirestep-trace"'],
  [
    'a later version',
    { ...HEADER, version: 2 },
    'made by a newer wirestep: it has version 2 of the format, this one reads up to version 1',
  ],
  [
    'a version in words',
    { ...HEADER, version: 'one' },
    '`version` must be a whole number from 1, not "one"',
  ],
  ['no title', { ...HEADER, title: undefined }, 'header: `title` is missing or wrong'],
  [
    'a time that is no digits',
    { ...HEADER, epoch_ns: '-1' },
    'header: `epoch_ns` is missing or wrong',
  ],
  ['a time as a number', { ...HEADER, mono_ns: 5 }, 'header: `mono_ns` is missing or wrong'],
  [
    'a role nobody has',
    { ...HEADER, programs: [{ p: 1, role: 'spy', name: 'x' }] },
    'header: `programs.0.role` is missing or wrong',
  ],
  [
    'padding of two bytes',
    { ...HEADER, protocol: { ...HEADER.protocol, pad: '2020' } },
    'header: `protocol.pad` is missing or wrong',
  ],
  [
    'headers of no bytes',
    { ...HEADER, protocol: { ...HEADER.protocol, header_bytes: 0 } },
    'header: `protocol.header_bytes` is missing or wrong',
  ],
  ['a host that is none', { ...HEADER, host: null }, 'header: `host` is missing or wrong'],
  ['a host in one word', { ...HEADER, host: 'linux' }, 'header: `host` is missing or wrong'],
  [
    'programs that are no list',
    { ...HEADER, programs: {} },
    'header: `programs` is missing or wrong',
  ],
  [
    'a program without number',
    { ...HEADER, programs: [...HEADER.programs, { role: 'client', name: 'x' }] },
    `header: \`programs.${HEADER.programs.length}.p\` is missing or wrong`,
  ],
  ['half a process', { ...HEADER, pid: 1.5 }, 'header: `pid` is missing or wrong'],
  [
    'a recording from nowhere',
    { ...HEADER, imported: { from: 'hearsay', tool: '', missing: [] } },
    'header: `imported.from` is missing or wrong',
  ],
  [
    'something unheard of that is missing',
    { ...HEADER, imported: { from: 'strace', tool: '', missing: ['queues', 'luck'] } },
    'header: `imported.missing.1` is missing or wrong',
  ],
  [
    'an import that is none',
    { ...HEADER, imported: null },
    'header: `imported` is missing or wrong',
  ],
  ['a detail that is none', { ...HEADER, detail: 'all' }, 'header: `detail` is missing or wrong'],
])('%s is refused', (_, line, reason) => {
  expect(readHeader(line)).toBe(reason);
});
