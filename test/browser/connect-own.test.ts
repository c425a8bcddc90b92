import axe from 'axe-core';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { SessionState } from '../../src/live/state.ts';
import ConnectDialog from '../../src/views/live/clients/ConnectDialog.svelte';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { runningSession } from '../support/fake-live.ts';

const source = ['import socket', 'PORT = 5050', 'SERVER = "127.0.0.1"', '# the rest'].join('\n');
const highlighted = [
  { name: 'client_lines.py', source, lines: [] },
  { name: 'client_fixed.py', source: `${source}, fixed`, lines: [] },
];
const listing = () => page.getByRole('region', { name: 'Text of client.py' });
const course = () => page.getByRole('region', { name: 'The course’s own client' });

async function open(session: Partial<SessionState>, at: { page?: string; join?: string[] } = {}) {
  await page.viewport(1440, 900);
  let closed = 0;
  await render(ConnectDialog, {
    session: runningSession(session),
    highlighted,
    page: 'localhost',
    ...at,
    onclose: () => closed++,
  });
  return () => closed;
}

test('client.py has the address and the port of this session', async () => {
  await open({ host: '0.0.0.0', port: 5051 }, { page: '192.168.1.7' });
  await expect.element(listing()).toHaveTextContent('SERVER = "192.168.1.7"');
  await expect.element(listing()).toHaveTextContent('PORT = 5051');
});

test('the fixed server gets a client that understands its replies', async () => {
  await open({ program: 'fixed' });
  await expect.element(listing()).toHaveTextContent('# the rest, fixed');
});

test('it is saved as client.py, just as it is shown', async () => {
  await open({});
  const saved = new Promise<{ name: string; text: string }>((resolve) => {
    const stop = (event: Event) => {
      if (!(event.target instanceof HTMLAnchorElement) || event.target.download === '') return;
      event.preventDefault();
      const { download: name, href } = event.target;
      void fetch(href)
        .then((answer) => answer.text())
        .then((text) => resolve({ name, text }));
    };
    // The link that begins a download is on no page: its click is heard where it is made.
    const click = HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = function () {
      this.addEventListener('click', stop, { once: true });
      click.call(this);
      HTMLAnchorElement.prototype.click = click;
    };
  });
  await page.getByRole('button', { name: 'Download client.py' }).click();
  expect(await saved).toEqual({ name: 'client.py', text: source });
});

test('the course’s own client needs one line changed; two where the port is another one', async () => {
  await open({ host: '192.168.1.7' });
  await expect.element(course()).toHaveTextContent('before: SERVER = "192.168.56.1"');
  await expect.element(course()).toHaveTextContent('after: SERVER = "192.168.1.7"');
  await expect.element(course()).not.toHaveTextContent('PORT');
  await open({ host: '192.168.1.7', port: 5051 });
  await expect.element(course().last()).toHaveTextContent('after: PORT = 5051');
});

test('where there are two addresses, the one for other computers comes first', async () => {
  const join = ['http://192.168.1.7:8080/#join=abc'];
  await open({ host: '0.0.0.0' }, { join });
  const there = page.getByRole('radio', { name: 'On any computer of this network 192.168.1.7' });
  await expect.element(there).toBeChecked();
  await page.getByRole('radio', { name: 'On this computer 127.0.0.1' }).click();
  await expect.element(listing()).toHaveTextContent('SERVER = "127.0.0.1"');
  await expect.element(course()).toHaveTextContent('after: SERVER = "127.0.0.1"');
});

test('a server that only its own computer reaches says so, and how that is changed', async () => {
  await open({ host: '127.0.0.1' }, { page: '192.168.1.7' });
  const dialog = page.getByRole('dialog', { name: 'Connect your own client' });
  await expect.element(dialog).toHaveTextContent('no other computer can connect');
  await expect.element(dialog).toHaveTextContent('--lan');
  await expect.element(dialog).not.toHaveTextContent('in the browser');
  await expect.element(listing()).not.toBeInTheDocument();
});

test('how to run it is said for each system, and what to do when it does not connect', async () => {
  await open({});
  const dialog = page.getByRole('dialog', { name: 'Connect your own client' });
  await expect.element(dialog).toHaveTextContent('python3 client.py');
  await expect.element(dialog).toHaveTextContent('py client.py');
  await page.getByText('When it does not connect').click();
  await expect.element(page.getByText(/A firewall of the server’s computer/)).toBeVisible();
});

test('Escape closes it', async () => {
  const closed = await open({});
  await userEvent.keyboard('{Escape}');
  await expect.poll(closed).toBe(1);
});

test.each([
  [1440, 900],
  [390, 844],
])('at %i × %i it has no accessibility violations and fits', async (width, height) => {
  await open({ host: '0.0.0.0', port: 5051 }, { join: ['http://192.168.1.7:8080/'] });
  await page.viewport(width, height);
  await page.getByText('When it does not connect').click();
  const dialog = page.getByRole('dialog', { name: 'Connect your own client' }).element();
  expect(dialog.scrollWidth).toBeLessThanOrEqual(dialog.clientWidth);
  const { violations } = await axe.run(dialog);
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});
