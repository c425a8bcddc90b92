import axe from 'axe-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { exportFiles } from '../../src/export/export.ts';
import { FORMATS } from '../../src/export/formats.ts';
import { PLACE } from '../../src/export/page-file.ts';
import type { Chunk, ExportFile, Part } from '../../src/export/part.ts';
import { parseLink } from '../../src/replay/link.ts';
import { extendTrace, parseTrace } from '../../src/trace/parse.ts';
import ExportDialog from '../../src/views/export/ExportDialog.svelte';
import type { Given } from '../../src/views/export/export-state.svelte.ts';
import { Progress } from '../../src/views/lesson/progress.svelte.ts';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { oneMessage } from '../support/conversation.ts';
import { saidOnPage } from '../support/hiding.ts';
import { parsed, questions } from '../support/questions.ts';

beforeEach(() => {
  localStorage.clear();
  delete document.documentElement.dataset['theme'];
});

/** What was written: the part and the options of each, and the files that it was made of. */
interface Asked {
  readonly part: Part;
  readonly format: string;
  readonly options: unknown;
}

const one = (name: string, ...chunks: Chunk[]): ExportFile => ({ name, chunks: () => chunks });

/** The dialog over a player, with a writer of our own. */
async function open(files: readonly ExportFile[] | Error, given: Given = {}, player = plain()) {
  await page.viewport(1440, 900);
  const asked: Asked[] = [];
  const saved: { readonly name: string; readonly content: Blob }[] = [];
  let closed = 0;
  const write: typeof exportFiles = (part, format, options) => {
    asked.push({ part, format, options });
    return files instanceof Error ? Promise.reject(files) : Promise.resolve(files);
  };
  const save = (name: string, content: Blob): void => void saved.push({ name, content });
  const { unmount } = await render(ExportDialog, {
    player,
    given: { write, save, ...given },
    onclose: () => (closed += 1),
  });
  return { player, asked, saved, unmount, closed: () => closed };
}

const plain = () => new PlayerState(parsed.trace, undefined, parseLink('#/recording/a?i=20'));
const dialog = page.getByRole('dialog', { name: 'Export' });
const preview = () => document.querySelector('dialog pre')?.textContent;
const format = (name: RegExp) => page.getByRole('radio', { name });
const save = page.getByRole('button', { name: 'Save', exact: true });
const picked = (name: string, value: string) =>
  page.getByRole('combobox', { name, exact: true }).selectOptions(value);

describe('the dialog', () => {
  test('names every format, what opens it, and what is in it', async () => {
    await open([one('a.pcapng', 'x')]);
    for (const { name, extension, opens, about } of FORMATS) {
      const radio = page.getByRole('radio', { name: `${name} .${extension}` });
      await expect.element(radio).toHaveAccessibleDescription(new RegExp(`${escaped(opens)}`));
      await radio.click();
      await expect.element(page.getByText(about)).toBeVisible();
    }
  });

  test('has the focus on the format, keeps it inside, and gives it back', async () => {
    const button = document.body.appendChild(document.createElement('button'));
    button.focus();
    const { closed } = await open([one('a', 'x')]);
    await expect.element(format(/^Wireshark capture/)).toHaveFocus();
    await expect.element(save).toBeEnabled();
    const inside = new Set<boolean>();
    for (let n = 0; n < 14; n++) {
      await userEvent.keyboard('{Tab}');
      const { activeElement } = document;
      inside.add(activeElement === document.body || activeElement?.closest('dialog') !== null);
    }
    expect([...inside]).toEqual([true]);
    await userEvent.keyboard('{Escape}');
    await expect.poll(closed).toBe(1);
    expect(document.activeElement).toBe(button);
    button.remove();
  });

  test('keeps the format for the next time', async () => {
    const { unmount } = await open([one('a', 'x')]);
    await format(/^Table/).click();
    await unmount();
    await open([one('a', 'x')]);
    await expect.element(format(/^Table/)).toBeChecked();
  });

  test('says how each is opened, with the name of the file', async () => {
    await open([one('2026-hello.pcapng', 'x')]);
    await expect.element(page.getByText('wireshark 2026-hello.pcapng')).toBeVisible();
    await format(/^Wireshark dissector/).click();
    await expect.element(page.getByText(/Personal Lua Plugins/)).toBeVisible();
    await expect.element(page.getByText(/holds no events of this recording/)).toBeVisible();
    await expect.element(page.getByRole('switch', { name: 'Redact' })).not.toBeInTheDocument();
  });

  test.each([
    [1440, 900],
    [1366, 768],
    [1920, 1080],
    [390, 844],
  ])('has room at %i × %i', async (width, height) => {
    await open([one('2026-11-23T08-19-27-hello-connection-1-client-to-server.hex.txt', 'x')]);
    await page.viewport(width, height);
    await expect.element(save).toBeInViewport();
    await expect.element(page.getByRole('button', { name: 'Close' })).toBeInViewport();
    const box = document.querySelector('dialog') as HTMLElement;
    expect(box.getBoundingClientRect().width).toBeLessThanOrEqual(width);
    expect(box.scrollWidth).toBeLessThanOrEqual(box.clientWidth);
  });

  test.each(['light', 'dark'])('nothing is wrong for axe, %s', async (theme) => {
    document.documentElement.dataset['theme'] = theme;
    await open([one('a.cast', 'x'), one('b.cast', 'y')]);
    await format(/^Terminal recording/).click();
    await page.getByRole('radio', { name: 'A range of events' }).click();
    await expect.element(page.getByRole('button', { name: 'Save all 2' })).toBeEnabled();
    const { violations } = await axe.run(document.querySelector('dialog') ?? document);
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
  });
});

describe('what is chosen', () => {
  test('is what is written: how much, redacted or not, the options of the format', async () => {
    const { asked } = await open([one('a', 'x')]);
    const last = () => asked.at(-1);
    await expect.poll(() => last()?.part.scope).toEqual({});
    await page.getByRole('radio', { name: 'One connection' }).click();
    await expect.poll(() => last()?.part.scope).toEqual({ connection: 1 });
    await page.getByRole('radio', { name: 'One thread' }).click();
    await picked('Thread', 'T1 · Thread-1 (handle_client)');
    await expect.poll(() => last()?.part.scope).toEqual({ thread: 3 });
    await page.getByRole('radio', { name: 'A range of events' }).click();
    await picked('to', 'the playhead · event 19');
    await expect.poll(() => last()?.part.scope).toEqual({ from: undefined, to: 20 });
    expect(last()?.part.redacted).toBe(false);
    await page.getByRole('switch', { name: 'Redact' }).click();
    await expect.poll(() => last()?.part.redacted).toBe(true);
    await format(/^Hex dump/).click();
    await page.getByRole('checkbox', { name: 'Reversible' }).click();
    await expect
      .poll(() => last())
      .toMatchObject({
        format: 'hexdump',
        options: { reversible: true },
      });
    await format(/^Terminal recording/).click();
    await picked('Version of asciicast', '3, for asciinema 3 and newer');
    await expect.poll(() => last()).toMatchObject({ format: 'asciicast', options: { version: 3 } });
    expect(last()?.options).not.toHaveProperty('reversible');
  });

  test('what redaction does is said in words', async () => {
    await open([one('a', 'x')]);
    await expect
      .element(page.getByRole('switch', { name: 'Redact' }))
      .toHaveAccessibleDescription(/become \* of the same length.*digits of headers stay/);
  });

  test('a lesson’s pages begin and end a range; one that ends before it begins is refused', async () => {
    const progress = new Progress();
    for (const { body } of questions.steps)
      for (const part of body)
        if (part.block === 'question') progress.skip(questions.slug, part.question.id);
    const link = parseLink(`#/lesson/${questions.slug}/2`);
    const player = new PlayerState(parsed.trace, questions, link, { progress });
    const { asked } = await open([one('a', 'x')], {}, player);
    await page.getByRole('radio', { name: 'A range of events' }).click();
    const names = [...document.querySelectorAll('dialog option')].map((each) => each.textContent);
    expect(names.join('\n')).toMatch(/“They meet” · event \d+\n“The header leaves”/);
    const [, meet = '', leaves = ''] = names;
    await picked('From', meet);
    await picked('to', leaves);
    await expect
      .poll(() => asked.at(-1)?.part.scope)
      .toEqual({
        from: questions.steps[0]?.seq,
        to: questions.steps[1]?.seq,
      });
    await picked('to', 'the first event');
    await picked('From', leaves);
    await picked('to', meet);
    await expect.element(page.getByRole('alert')).toHaveTextContent(/comes after event/);
    await expect.element(save).toBeDisabled();
  });
});

describe('before it is saved', () => {
  test('the first lines are shown, and the sizes and names of the files', async () => {
    await open([one('a.csv', 'time,call\r\n', '1,recv\r\n')]);
    await format(/^Table/).click();
    await expect.poll(preview).toBe('time,call\n1,recv');
    await expect
      .element(page.getByRole('list', { name: 'Files' }))
      .toHaveTextContent(/a\.csv 19 bytes/);
  });

  test('bytes are shown as hex', async () => {
    await open([one('a.pcapng', new Uint8Array([0x0a, 0x0d, 0x0d, 0x0a]))]);
    await expect.poll(preview).toMatch(/^00000000 {2}0a 0d 0d 0a +\|\.\.\.\.\|$/);
  });

  test('a picture is shown as the picture', async () => {
    await open([one('a.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')]);
    await format(/^Sequence diagram as picture/).click();
    const picture = page.getByRole('img', { name: /sequence diagram/ });
    await expect.element(picture).toBeVisible();
    await expect.poll(() => (picture.element() as HTMLImageElement).naturalWidth).toBe(9);
  });

  test('of several files each has its row, its preview and its own Save', async () => {
    const { saved } = await open([one('a.cast', 'first'), one('b.cast', 'second')]);
    await format(/^Terminal recording/).click();
    await expect.poll(preview).toBe('first');
    await page.getByRole('button', { name: 'Preview b.cast' }).click();
    await expect.poll(preview).toBe('second');
    await page.getByRole('button', { name: 'Save b.cast' }).click();
    await expect.element(page.getByText('Saved b.cast.')).toBeVisible();
    await page.getByRole('button', { name: 'Save all 2' }).click();
    await expect.element(page.getByText('Saved 2 files.')).toBeVisible();
    expect(saved.map(({ name }) => name)).toEqual(['b.cast', 'a.cast', 'b.cast']);
    expect(await saved[1]?.content.text()).toBe('first');
  });

  test('more files than a page can save are refused in words', async () => {
    await open(Array.from({ length: 41 }, (_, n) => one(`${n}`, 'x')));
    await expect.element(page.getByRole('alert')).toHaveTextContent(/41 files.*one connection/);
    await expect.element(save).toBeDisabled();
  });

  test('what cannot be written is said in the writer’s sentence', async () => {
    await open(new Error('No bytes were sent on this connection.'));
    await expect
      .element(page.getByRole('alert'))
      .toHaveTextContent('No bytes were sent on this connection.');
    await expect.element(save).toBeDisabled();
  });
});

describe('saving', () => {
  test('gives the file its name, its type, and every byte', async () => {
    const { saved } = await open([one('a.csv', 'one,', 'two')]);
    await format(/^Table/).click();
    await expect.poll(preview).toBe('one,two');
    await save.click();
    await expect.element(page.getByText('Saved a.csv.')).toBeVisible();
    expect(saved.map(({ name, content }) => [name, content.type])).toEqual([['a.csv', 'text/csv']]);
    expect(await saved[0]?.content.text()).toBe('one,two');
  });

  /** A file whose chunks come when the test lets them. */
  function slow(chunks: number) {
    let let_: () => void = () => undefined;
    const state = { next: () => let_(), closed: false };
    async function* made(): AsyncGenerator<string> {
      try {
        for (let n = 0; n < chunks; n++) {
          if (n > 0) await new Promise<void>((resolve) => (let_ = resolve));
          yield 'x'.repeat(100);
        }
      } finally {
        state.closed = true;
      }
    }
    return { state, file: { name: 'slow.csv', chunks: made } };
  }

  test('of a large one shows how far it is, and can be stopped: nothing is saved then', async () => {
    const { state, file } = slow(3);
    const { saved, closed } = await open([file], { ahead: 50 });
    await expect.element(save).toBeEnabled();
    await save.click();
    const bar = page.getByRole('progressbar', { name: 'Saving slow.csv' });
    await expect.element(bar).toBeVisible();
    await page.getByRole('button', { name: 'Stop' }).click();
    state.next();
    await expect.element(page.getByText('Stopped. The file was not saved.')).toBeVisible();
    expect([saved, closed(), state.closed]).toEqual([[], 0, true]);
    await expect.element(save).toBeEnabled();
  });

  test('Escape stops a saving before it closes the dialog', async () => {
    const { state, file } = slow(3);
    const { saved, closed } = await open([file], { ahead: 50 });
    await save.click();
    await expect.element(page.getByRole('progressbar')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    state.next();
    await expect.element(page.getByText(/^Stopped/)).toBeVisible();
    expect([saved, closed()]).toEqual([[], 0]);
    await expect.element(dialog).toBeVisible();
  });

  test('of a large one gives all of it', async () => {
    const { state, file } = slow(2);
    const { saved } = await open([file], { ahead: 50 });
    await save.click();
    await expect.element(page.getByRole('progressbar')).toBeVisible();
    state.next();
    await expect.poll(() => saved.map(({ content }) => content.size)).toEqual([200]);
  });
});

describe('a replay in one file', () => {
  const template = () => Promise.resolve(`<html>${PLACE}</html>`);

  test('is put into the page that the site gives', async () => {
    const { asked } = await open([one('a.html', '<!doctype html>')], { template });
    await format(/^Replay in one file/).click();
    await expect.poll(() => asked.at(-1)?.options).toEqual({ template: await template() });
  });

  test('of a lesson’s recording says that the lesson is not in it', async () => {
    const player = new PlayerState(parsed.trace, questions, parseLink('#/lesson/03-a/1'));
    await open([one('a.html', 'x')], { template }, player);
    await format(/^Replay in one file/).click();
    await expect.element(page.getByText(/questions of the lesson are not in it/)).toBeVisible();
  });

  test('a file cannot make another, and says what to do', async () => {
    await open([one('a.html', 'x')]);
    await format(/^Replay in one file/).click();
    await expect.element(page.getByRole('alert')).toHaveTextContent(/give this file away/);
  });

  test('a page that does not come is told in its sentence', async () => {
    const refused = () => Promise.reject(new Error('wirestep does not answer.'));
    await open([one('a.html', 'x')], { template: refused });
    await format(/^Replay in one file/).click();
    await expect.element(page.getByRole('alert')).toHaveTextContent('wirestep does not answer.');
  });
});

describe('what may not be seen is not taken away', () => {
  const SECRET = 'Hello World!';

  /** The page of the lesson's first open question. */
  const asking = () => new PlayerState(parsed.trace, questions, parseLink('#/lesson/03-a/1'));

  test('while a question is open: neither in the file nor in the preview', async () => {
    const player = asking();
    const { saved } = await open([], { write: undefined }, player);
    await format(/^Recording/).click();
    await expect.element(page.getByText(/A question is open/)).toBeVisible();
    await expect.element(save).toBeEnabled();
    expect(player.replay.trace.length).toBeLessThan(player.whole.length);
    expect(saidOnPage()).not.toContain(SECRET);
    await save.click();
    await expect.poll(() => saved.length).toBe(1);
    const text = (await saved[0]?.content.text()) ?? '';
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain('"send"');
    expect(parseTrace(new TextEncoder().encode(text)).trace.length).toBe(
      player.replay.trace.length,
    );
  });

  test('what is hidden while the dialog is open is gone from it', async () => {
    const player = plain();
    const { saved } = await open([], { write: undefined }, player);
    await format(/^Recording/).click();
    await expect.element(save).toBeEnabled();
    player.hideAfter(20);
    await expect.element(page.getByText(/A question is open/)).toBeVisible();
    await expect.element(save).toBeEnabled();
    await save.click();
    await expect.poll(() => saved.length).toBe(1);
    expect(await saved[0]?.content.text()).not.toContain(SECRET);
  });
});

test('a live recording is taken as far as it was, says so, and can be caught up with', async () => {
  const bytes = oneMessage().bytes();
  const cut = bytes.lastIndexOf(0x0a, bytes.length - 2) + 1;
  const before = parseTrace(bytes.slice(0, cut));
  const player = new PlayerState(before.trace, undefined, undefined);
  player.live = {} as NonNullable<PlayerState['live']>;
  const { asked } = await open([one('a', 'x')], {}, player);
  await expect.element(page.getByText(/still being written/)).toBeVisible();
  await expect.poll(() => asked.at(-1)?.part.trace.length).toBe(before.trace.length);
  player.grow(extendTrace(before, bytes.slice(cut)).trace);
  await page.getByRole('button', { name: 'Take what has come since' }).click();
  await expect.poll(() => asked.at(-1)?.part.trace.length).toBe(before.trace.length + 1);
  expect(asked.length).toBe(2);
});

function escaped(text: string): string {
  return text.replaceAll(/[().]/g, '\\$&');
}
