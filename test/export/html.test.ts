import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ExportError, exportFiles } from '../../src/export/export.ts';
import { PLACE, readPacked } from '../../src/export/page-file.ts';
import type { Scope } from '../../src/export/part.ts';
import { partOf } from '../../src/export/scope.ts';
import { OWN } from '../../src/trace/limits.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { Conversation, oneMessage } from '../support/conversation.ts';

const TEMPLATE = `<html><head></head><body>${PLACE}<script>1</script></body></html>`;
const three = readFileSync('test/recordings/three.trace.jsonl');

/** The page, and the trace that it replays. */
async function exported(bytes: Uint8Array, scope: Scope = {}, redact = false) {
  const part = partOf(parseTrace(bytes, OWN).trace, scope, { redact });
  const [file] = await exportFiles(part, 'html', { template: TEMPLATE });
  let page = '';
  for await (const chunk of file?.chunks() ?? []) page += String(chunk);
  const [, packed = ''] = /data-opens="#\/recording\/replay">([^<]*)</.exec(page) ?? [];
  const { head, traces } = await readPacked(packed);
  return { page, head, trace: traces[0] ?? new Uint8Array(), name: file?.name };
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('a replay in one file', () => {
  test('holds the recording, byte for byte', async () => {
    const { head, trace, name } = await exported(three);
    expect(head).toEqual({ recordings: [{ name: 'replay' }] });
    expect(Buffer.from(trace).equals(three)).toBe(true);
    expect(name).toMatch(/^\d{4}-\d\d-\d\dT.*three-messages-and-goodbye\.html$/);
  });

  test('keeps the page around it as it was', async () => {
    const { page } = await exported(three);
    expect(page.startsWith('<html><head></head><body><script type="text/plain"')).toBe(true);
    expect(page.endsWith('</script><script>1</script></body></html>')).toBe(true);
  });

  test('holds the chosen part alone', async () => {
    const whole = parseTrace(three, OWN).trace;
    const { trace } = await exported(three, { to: 60 });
    const part = parseTrace(trace, OWN);
    expect(part.damaged).toBe(0);
    expect(part.trace.length).toBeLessThan(whole.length);
    const after = Array.from(part.trace.seqs, (seq, position) => [seq, position] as const)
      .filter(([seq]) => seq > 60)
      .map(([, position]) => part.trace.kindAt(position));
    expect(after.filter((kind) => kind !== 'gap' && kind !== 'end')).toEqual([]);
  });

  test('redacted, holds nothing that was said', async () => {
    const { trace } = await exported(three, {}, true);
    const text = textOf(trace);
    for (const secret of ['Hello World', '!DISCONNECT', '127.0.0.1']) {
      expect(textOf(three)).toContain(secret);
      const said = text.split('\n').filter((line) => !line.includes('"k":"file"'));
      expect(said.join('\n')).not.toContain(secret);
    }
    expect(parseTrace(trace, OWN).damaged).toBe(0);
  });

  test('whatever a client sent is only letters of base64', async () => {
    const hostile = '</script><script>alert(1)</script><!-- \u2028 __proto__ constructor';
    const talk = oneMessage();
    talk.add('out', { p: 1, th: 3, stream: 'stdout', text: hostile });
    const { page, trace } = await exported(talk.bytes());
    expect(page).not.toContain('alert');
    expect(page.match(/<script/g)?.length).toBe(2);
    expect(textOf(trace)).toContain(JSON.stringify(hostile));
  });

  test('is the same every time', async () => {
    expect((await exported(three)).page).toBe((await exported(three)).page);
  });

  test('an empty recording is one too', async () => {
    const { trace } = await exported(new Conversation().bytes());
    expect(parseTrace(trace, OWN).trace.length).toBe(0);
  });

  test.each([undefined, '<html></html>', PLACE + PLACE])(
    'a page that has no room for one is refused in words: %s',
    async (template) => {
      const part = partOf(parseTrace(three, OWN).trace, {});
      const made = exportFiles(part, 'html', { template });
      await expect(made).rejects.toThrow(ExportError);
      await expect(made).rejects.toThrow('build it again');
    },
  );
});
