import { describe, expect, test } from 'vitest';
import {
  openPage,
  PATIENCE,
  RECORDED,
  startWirestep,
  terminalLines,
  useBrowser,
} from './open-page.ts';

useBrowser();

const ADDRESS = /\('127\.0\.0\.1', \d+\)/g;
const plain = (lines: readonly string[]) => lines.map((line) => line.replace(ADDRESS, 'ADDRESS'));
const START = ['[STARTING] server is starting...', '[LISTENING] Server is listening on 127.0.0.1'];
/** Two threads print these: in either order. */
const CONNECTED = ['[NEW CONNECTION] ADDRESS connected.', '[ACTIVE CONNECTIONS] 1'];

const CONVERSATIONS = [
  {
    name: 'hello',
    server: ['[ADDRESS] Hello World!'],
    client: ['Msg received'],
  },
  {
    name: 'three',
    server: [
      '[ADDRESS] Hello World!',
      '[ADDRESS] Hello World Second Message!',
      '[ADDRESS] Hello World Third Message!',
      '[ADDRESS] !DISCONNECT',
    ],
    client: Array<string>(4).fill('Msg received'),
  },
] as const;

describe.each(CONVERSATIONS)('$name', ({ name, server, client }) => {
  test('is walked event by event, there and back, and ends with its transcript', async () => {
    const { address } = await startWirestep(name);
    const place = `${address}#/recording/${RECORDED[name]}`;
    const { page, complaints, elsewhere } = await openPage(place);
    const slider = page.getByRole('slider', { name: 'Playhead' });
    await page.getByRole('button', { name: 'First', exact: true }).click();
    const total = Number(await slider.getAttribute('max'));
    expect(total).toBeGreaterThan(50);
    for (let rank = 1; rank <= total; rank++) {
      await page.getByRole('button', { name: 'Forward', exact: true }).click();
      expect(await slider.getAttribute('aria-valuetext')).toBe(`event ${rank} of ${total}`);
    }

    await expect.poll(() => terminalLines(page, 'client-1'), PATIENCE).toEqual([...client]);
    const lines = plain(await terminalLines(page, 'server'));
    expect(lines.slice(0, 2)).toEqual(START);
    expect(lines.slice(2, 4).toSorted()).toEqual(CONNECTED.toSorted());
    expect(lines.slice(4)).toEqual(server);

    for (let rank = total - 1; rank >= 0; rank--) await page.keyboard.press('ArrowLeft');
    await expect
      .poll(() => slider.getAttribute('aria-valuetext'), PATIENCE)
      .toBe(`event 0 of ${total}`);
    expect(complaints).toEqual([]);
    expect(elsewhere).toEqual([]);
  });
});
