import axe from 'axe-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { readComposition, writeComposition } from '../../src/lab/link.ts';
import { headerOfText } from '../../src/lab/message.ts';
import { presetNamed } from '../../src/lab/presets.ts';
import { LabState } from '../../src/views/lab/lab-state.svelte.ts';
import Lab from '../../src/views/lab/Lab.svelte';
import LabBar from '../../src/views/lab/LabBar.svelte';
import { keepRun } from '../../src/views/lab/runs.ts';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { fakeSources } from '../support/fake-sources.ts';

async function open(preset = 'good', given: Partial<ReturnType<typeof fakeSources>> = {}) {
  await page.viewport(1440, 900);
  const lab = new LabState();
  if (preset !== 'good') lab.usePreset(preset);
  const sources = Object.assign(fakeSources(), given);
  const visited: string[] = [];
  await render(Lab, { lab, sources, onvisit: (hash: string) => visited.push(hash) });
  return { lab, sources, visited };
}

const button = (name: string) => page.getByRole('button', { name, exact: true });
const header = () => page.getByRole('toolbar', { name: 'Header of message 1' });
const cell = (n: number) => header().element().querySelector<HTMLElement>(`[data-offset="${n}"]`);
const preview = () => page.getByRole('region', { name: 'What will be sent' });

beforeEach(() => localStorage.clear());

describe('composing', () => {
  test('a text brings the right header, and the words and the Python say what is sent', async () => {
    await open();
    await page.getByRole('textbox', { name: 'Text of message 1' }).fill('Hi é!');
    await expect.element(page.getByText('64 bytes, says 6')).toBeVisible();
    await expect.element(page.getByText('5 characters')).toBeVisible();
    await expect.element(preview()).toHaveTextContent('64, 6, 64 and 11 bytes');
    const python = page.getByLabelText('Python program');
    await expect.element(python).toHaveTextContent('"Hi é!".encode("utf-8")');
  });

  test('a header is edited cell by cell by keyboard, its lie is told, and it is put right', async () => {
    const { lab } = await open();
    cell(0)?.focus();
    await userEvent.keyboard('20');
    expect(lab.composition.messages[0]?.header).toBe(headerOfText('20'));
    await expect
      .element(preview())
      .toHaveTextContent('The header says 20, but the payload has 12 bytes.');
    await button('Right header').click();
    expect(lab.composition.messages[0]?.header).toBe(headerOfText('12'));
  });

  test('the focus goes along with the byte, and arrows move it', async () => {
    await open();
    cell(0)?.focus();
    await userEvent.keyboard('{ArrowRight}{ArrowDown}');
    await expect.poll(() => document.activeElement?.getAttribute('data-offset')).toBe('17');
    await expect.element(page.getByText('Header byte 17')).toBeVisible();
  });

  test('a click between two cells cuts there, and so does Enter', async () => {
    const { lab } = await open();
    header().element().querySelector<HTMLElement>('[data-cut="1"]')?.click();
    expect(lab.composition.messages[0]?.cuts).toEqual([1, 64]);
    cell(2)?.focus();
    await userEvent.keyboard('{Enter}');
    expect(lab.composition.messages[0]?.cuts).toEqual([1, 2, 64]);
    await expect
      .element(page.getByRole('button', { name: /byte 2, a send begins here/ }))
      .toBeVisible();
  });

  test('a paste fills the cells from the byte in hand', async () => {
    const { lab } = await open();
    cell(0)?.focus();
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', '1_2');
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
    expect(lab.composition.messages[0]?.header).toBe(headerOfText('1_2'));
  });

  test('a byte is set by its hex number', async () => {
    const { lab } = await open();
    const hex = page.getByRole('textbox', { name: 'hex', exact: true });
    await hex.fill('ff');
    await userEvent.keyboard('{Tab}');
    expect(lab.composition.messages[0]?.header.slice(0, 4)).toBe('ff32');
    await expect.element(preview()).toHaveTextContent('The header is no length');
  });

  test('a preset replaces what was composed, and undo brings it back', async () => {
    const { lab } = await open();
    await page.getByRole('textbox', { name: 'Text of message 1' }).fill('Mine');
    const mine = lab.text;
    await button('Presets').click();
    await page.getByRole('button', { name: /^Split header/ }).click();
    expect(lab.composition).toEqual(presetNamed('split-header')?.composition);
    await expect.element(page.getByText(/Undo brings back/)).toBeVisible();
    await button('Undo').click();
    expect(lab.text).toBe(mine);
    await button('Redo').click();
    expect(lab.composition).toEqual(presetNamed('split-header')?.composition);
  });

  test('messages are added, copied, moved and removed', async () => {
    const { lab } = await open();
    await button('Add a message').click();
    await button('Copy the message').first().click();
    expect(lab.draft.messages).toHaveLength(3);
    await button('Later').first().click();
    await button('Remove the message').last().click();
    const texts = lab.composition.messages.map(({ payload }) => payload.length / 2);
    expect(texts).toEqual([12, 12]);
  });

  test('both sides are chosen: clients, end, program and its recv sizes', async () => {
    const { lab } = await open();
    await page.getByRole('spinbutton', { name: 'How many' }).fill('3');
    await userEvent.keyboard('{Tab}');
    await page.getByRole('combobox', { name: 'At the end' }).selectOptions('reset');
    await page.getByRole('radio', { name: /Other recv sizes/ }).click();
    await page.getByRole('spinbutton', { name: 'recv for the payload' }).fill('5');
    await userEvent.keyboard('{Tab}');
    await page.getByRole('checkbox', { name: /recv_exactly/ }).click();
    expect(lab.composition).toMatchObject({
      clients: 3,
      end: 'reset',
      server: { program: 'sizes', payloadRecv: 5, exactly: true },
    });
  });
});

describe('running', () => {
  test('sends the composition and opens its recording', async () => {
    const { lab, sources, visited } = await open('split-header');
    await button('Run').click();
    await expect.poll(() => visited).toEqual(['#/recording/run-1']);
    expect(sources.ran.map(readComposition)).toEqual([lab.composition]);
  });

  test('what the server refuses is said in its sentence, and the composition stays', async () => {
    const { lab, visited } = await open('good', { failure: new Error('Another run goes on.') });
    const { text } = lab;
    await button('Run').click();
    await expect.element(page.getByRole('alert')).toHaveTextContent('Another run goes on.');
    expect([visited, lab.text]).toEqual([[], text]);
  });

  test('beyond the limits it is not offered, and the reason is said', async () => {
    await open();
    await page.getByRole('spinbutton', { name: 'Repetitions of the text' }).fill('21845');
    await userEvent.keyboard('{Tab}');
    await expect.element(preview()).toHaveTextContent(/Cannot be run: All clients together/);
    await expect.element(button('Run')).toBeDisabled();
  });

  test('a copy on a web site offers its recorded presets instead', async () => {
    const presets = () => Promise.resolve([{ name: 'split-header', events: 1, bytes: 1 }]);
    await open('good', { fixed: true, presets });
    await expect.element(page.getByText('Nothing can be run here')).toBeVisible();
    await expect
      .element(page.getByRole('link', { name: 'Split header', exact: true }))
      .toHaveAttribute('href', '#/preset/split-header');
    await expect.element(button('Run')).not.toBeInTheDocument();
  });
});

describe('above the recording of a run', () => {
  const composed = () => writeComposition(presetNamed('split-header')!.composition);

  test('stand the way back, and the good run, which is recorded once', async () => {
    keepRun({ id: 'mine', composed: composed() });
    const sources = fakeSources();
    const visited: string[] = [];
    const source = { page: 'recording', id: 'mine' } as const;
    await render(LabBar, { source, sources, onvisit: (hash: string) => visited.push(hash) });
    await expect
      .element(page.getByRole('link', { name: 'Back to the lab' }))
      .toHaveAttribute('href', `#/lab?c=${composed()}`);
    await button('Compare with the good run').click();
    await expect.poll(() => visited).toEqual(['#/compare/recording/mine/recording/run-1']);
    expect(sources.ran.map(readComposition)).toEqual([presetNamed('good')?.composition]);
    await button('Compare with the good run').click();
    await expect.poll(() => visited).toHaveLength(2);
    expect(sources.ran).toHaveLength(1);
  });

  test('stands nothing where it did not come from the lab', async () => {
    const source = { page: 'recording', id: 'other' } as const;
    await render(LabBar, { source, sources: fakeSources(), onvisit: () => undefined });
    await expect.element(page.getByRole('group')).not.toBeInTheDocument();
  });

  test('of a preset stands what it shows, beside its good run', async () => {
    const source = { page: 'preset', name: 'coalesced' } as const;
    await render(LabBar, { source, sources: fakeSources(), onvisit: () => undefined });
    await expect
      .element(page.getByRole('link', { name: 'Compare with the good run' }))
      .toHaveAttribute('href', '#/compare/preset/coalesced/preset/good-two');
  });
});

test('a link that cannot be read is refused in a sentence, and nothing is lost', async () => {
  const { lab } = await open();
  const { text } = lab;
  lab.goTo({ page: 'lab', composed: '1.broken' });
  await expect.element(page.getByRole('alert')).toHaveTextContent('This link holds no composition');
  expect(lab.text).toBe(text);
});

test.each(['light', 'dark'])('axe finds nothing in the %s theme', async (theme) => {
  document.documentElement.dataset['theme'] = theme;
  await open('arabic-digits');
  await button('Add a message').click();
  const { violations } = await axe.run();
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual(
    [],
  );
  await button('Presets').click();
  const menu = await axe.run({ include: '[popover]' });
  expect(menu.violations.map(({ id }) => id)).toEqual([]);
});
