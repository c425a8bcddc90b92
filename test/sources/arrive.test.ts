import { describe, expect, test } from 'vitest';
import { ARRIVAL } from '../../src/sources/arrival.ts';
import { arrive } from '../../src/sources/arrive.ts';

const TOKEN = 'aB3_-'.repeat(9).slice(0, 43);

/** A browser that stands at this address, and what it did, in order. */
function browserAt(hash: string, answer: () => Promise<Response>, page = 'http://127.0.0.1:8064/') {
  const did: unknown[] = [];
  const location = { hash, href: page + hash };
  return {
    did,
    location,
    history: {
      replaceState(...[, , to]: Parameters<History['replaceState']>) {
        did.push(`to ${String(to)}`);
        location.hash = String(to);
        location.href = page + String(to);
      },
    },
    fetch(url: URL, { method, headers, body }: RequestInit) {
      did.push({ url: url.href, method, headers, body });
      return answer();
    },
  };
}

const good = () => Promise.resolve(new Response('{"role":"presenter"}'));
const json = { 'content-type': 'application/json' };

describe('a link that gives a role', () => {
  test('is shown once, after it has left the address: nothing secret in an address that is asked for', async () => {
    const browser = browserAt(`#presenter=${TOKEN}`, good);
    expect(await arrive(browser)).toBeUndefined();
    const body = `{"token":"${TOKEN}"}`;
    const url = 'http://127.0.0.1:8064/api/presenter';
    expect(browser.did).toEqual(['to #/', { url, method: 'POST', headers: json, body }]);
  });

  test('to the class leads to the live session', async () => {
    const browser = browserAt('#join=abcdefghjk', good);
    expect(await arrive(browser)).toBeUndefined();
    const url = 'http://127.0.0.1:8064/api/join';
    const body = '{"code":"abcdefghjk"}';
    expect(browser.did).toEqual(['to #/live', { url, method: 'POST', headers: json, body }]);
  });

  test('works under a path of a proxy', async () => {
    const browser = browserAt('#join=abc', good, 'https://school.example/courses/ws/');
    await arrive(browser);
    expect(browser.did[1]).toMatchObject({ url: 'https://school.example/courses/ws/api/join' });
  });

  test('that is refused says why, and is not left in the address either', async () => {
    const why = 'This link is used up.';
    const refused = () => Promise.resolve(Response.json({ error: why }, { status: 403 }));
    const browser = browserAt(`#presenter=${TOKEN}`, refused);
    expect(await arrive(browser)).toBe(why);
    expect(browser.location.hash).toBe('#/');
  });

  test('without an answer, or with one that is no sentence, says so', async () => {
    const silent = browserAt('#join=abc', () => Promise.reject(new TypeError('Failed to fetch')));
    expect(await arrive(silent)).toBe('wirestep does not answer: is it running?');
    const site = browserAt('#join=abc', () =>
      Promise.resolve(new Response('<h1>Not found</h1>', { status: 404 })),
    );
    expect(await arrive(site)).toBe('This link leads nowhere (HTTP 404).');
  });

  test.each([
    '',
    '#/',
    '#/live',
    '#presenter=',
    '#join=a b',
    '#join=<script>',
    '#presenters=abc',
    '#/recording/presenter=abc',
    `#presenter=${'x'.repeat(101)}`,
    '#presenter=abc&join=def',
  ])('%j is none: nothing is asked for and the address stays', async (hash) => {
    const browser = browserAt(hash, good);
    expect(ARRIVAL.test(hash)).toBe(false);
    expect(await arrive(browser)).toBeUndefined();
    expect(browser.did).toEqual([]);
  });
});
