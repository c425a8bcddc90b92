import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { parsePublicUrl } from '../../server/web/public-url.ts';
import { GENEROUS, openPage } from './page-client.ts';
import { ask, join, present, raw, startSite, type Answer, type Site } from './site.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const tokenOf = (site: Site): string => new URL(site.web.presenterLink()).hash.slice(11);
const codeOf = (site: Site): string => new URL(site.web.joinLinks()[0] ?? '').hash.slice(6);

/** Posts as a page of the site does. */
function post(site: Site, path: string, body: unknown, headers = {}): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return ask(site, path, { origin: site.origin, ...JSON_TYPE, ...headers }, 'POST', text);
}
const show = (site: Site, token: string, headers = {}) =>
  post(site, '/api/presenter', { token }, headers);
const roleOf = async (site: Site, cookie: string): Promise<unknown> => {
  const { text } = await ask(site, '/api/status', { cookie: cookie.replace(/;.*/, '') });
  return (JSON.parse(text) as { role: unknown }).role;
};

describe('the presenter’s token', () => {
  test('becomes a cookie that no script reads and no other site sends', async () => {
    const site = await startSite();
    const answer = await show(site, tokenOf(site));
    expect([answer.status, answer.text]).toEqual([200, '{"role":"presenter"}']);
    expect(answer.headers['cache-control']).toBe('no-store');
    const [cookie = '', ...more] = answer.headers['set-cookie'] ?? [];
    expect(more).toEqual([]);
    expect(cookie).toMatch(
      new RegExp(
        `^wirestep-${site.port}=[\\w-]{43}; Max-Age=43200; Path=/; HttpOnly; SameSite=Strict$`,
      ),
    );
    expect(await roleOf(site, cookie)).toBe('presenter');
  });

  test('is good once', async () => {
    const site = await startSite();
    const token = tokenOf(site);
    await show(site, token);
    const again = await show(site, token);
    expect([again.status, again.headers['set-cookie']]).toEqual([403, undefined]);
    expect(again.error).toBe(
      'This link is used up or was replaced: press Enter where wirestep runs, and open the new one.',
    );
  });

  test('shown twice at once makes one presenter', async () => {
    const site = await startSite();
    const token = tokenOf(site);
    const answers = await Promise.all(Array.from({ length: 8 }, () => show(site, token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test.each([
    ['nothing', '', {}, 400],
    ['a torn body', '{"token":"TOKEN', {}, 400],
    ['another name', '{"tokens":"TOKEN"}', {}, 400],
    ['more than is asked for', '{"token":"TOKEN","role":"presenter"}', {}, 400],
    ['a list', '[{"token":"TOKEN"}]', {}, 400],
    ['a list for a text', '{"token":["TOKEN"]}', {}, 400],
    ['a prototype', '{"__proto__":{"token":"TOKEN"}}', {}, 400],
    ['plain text', '{"token":"TOKEN"}', { 'content-type': 'text/plain' }, 400],
    ['a form', 'token=TOKEN', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['a huge body', `{"token":"TOKEN"${' '.repeat(5000)}}`, {}, 413],
    ['a huge token', `{"token":"${'x'.repeat(500)}"}`, {}, 400],
  ])('%s gives no cookie and does not use it up', async (_what, body, headers, status) => {
    const site = await startSite();
    const token = tokenOf(site);
    const answer = await post(site, '/api/presenter', body.replace('TOKEN', token), headers);
    expect([answer.status, answer.headers['set-cookie']]).toEqual([status, undefined]);
    expect(answer.error).toBeTruthy();
    expect((await show(site, token)).status).toBe(200);
  });

  test('is not taken from an address: neither path nor query', async () => {
    const site = await startSite();
    const token = tokenOf(site);
    for (const path of [`/?presenter=${token}`, `/api/presenter?token=${token}`]) {
      expect((await ask(site, path)).headers['set-cookie']).toBeUndefined();
      expect((await post(site, path, {})).headers['set-cookie']).toBeUndefined();
    }
    expect((await show(site, token)).status).toBe(200);
  });

  test('is in no answer, no line for the presenter and nothing that is printed', async () => {
    const printed = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write'));
    onTestFinished(() => printed.forEach((spy) => spy.mockRestore()));
    const site = await startSite();
    const token = tokenOf(site);
    const answers = [
      await show(site, token, { origin: 'http://evil.example' }),
      await show(site, token, { host: 'evil.example' }),
      await show(site, `${token}x`),
      await show(site, token),
      await show(site, token),
    ];
    const cookie = answers[3]?.headers['set-cookie']?.[0]?.replace(/;.*/, '') ?? '';
    const presenter = await openPage(site, cookie);
    await vi.waitFor(() => {
      expect(presenter.newest('audit')?.lines.length).toBeGreaterThanOrEqual(3);
    }, GENEROUS);
    const told = JSON.stringify([
      answers.map(({ text }) => text),
      presenter.got,
      printed.map((spy) => spy.mock.calls),
    ]);
    for (const secret of [token, cookie.slice(-43)]) {
      expect(secret).toHaveLength(43);
      expect(told).not.toContain(secret);
    }
  });
});

describe('the code of the class', () => {
  test('becomes a follower’s cookie, again and again', async () => {
    const site = await startSite();
    const cookies = [await join(site), await join(site)];
    expect(new Set(cookies).size).toBe(2);
    for (const cookie of cookies) expect(await roleOf(site, cookie)).toBe('follower');
  });

  test('opens nothing while there is no class', async () => {
    const site = await startSite({ mode: undefined });
    expect(site.web.joinLinks()).toEqual([]);
    expect(await post(site, '/api/join', { code: 'abcdefghjk' })).toMatchObject({
      status: 403,
      error: 'There is no class to join now: ask the presenter.',
    });
  });

  test('does not make a follower of the presenter', async () => {
    const site = await startSite();
    const cookie = await present(site);
    const answer = await post(site, '/api/join', { code: codeOf(site) }, { cookie });
    expect([answer.text, answer.headers['set-cookie']]).toEqual([
      '{"role":"presenter"}',
      undefined,
    ]);
  });
});

describe('what is refused, the presenter sees:', () => {
  const seen = async (act: (site: Site) => Promise<unknown>): Promise<string | undefined> => {
    const site = await startSite();
    const presenter = await openPage(site, await present(site));
    await act(site);
    const last = await vi.waitFor(() => {
      const line = presenter.newest('audit')?.lines.at(-1);
      if (line === undefined) throw new Error('no line');
      return line;
    }, GENEROUS);
    expect(last.from).toBe('127.0.0.1');
    return last.what;
  };

  test.each<[string, (site: Site) => Promise<unknown>, RegExp]>([
    ['a wrong token', (site) => show(site, 'x'), /present with a token that is not valid/],
    [
      'a wrong code',
      (site) => post(site, '/api/join', { code: 'x' }),
      /join with a code that is not valid/,
    ],
    [
      'a wrong Host',
      (site) => ask(site, '/', { host: 'evil.example' }),
      /does not answer to the host "evil\.example"/,
    ],
    [
      'a wrong Origin',
      (site) => ask(site, '/', { origin: 'http://evil.example' }),
      /from a page of "http:\/\/evil\.example"/,
    ],
    [
      'a follower at the lab',
      async (site) => post(site, '/api/lab', {}, { cookie: await join(site) }),
      /^A follower tried to use \/api\/lab and may not\.$/,
    ],
  ])('%s', async (_what, act, sentence) => {
    expect(await seen(act)).toMatch(sentence);
  });
});

describe('behind a proxy, under a path', () => {
  const publicUrl = parsePublicUrl('https://school.example/courses/ws/');
  const through = { host: 'school.example', origin: publicUrl.origin };
  const hosted = () => startSite({ publicUrl, mode: 'hosted' });

  test.each(['/courses/ws', ''])('the page is there, the proxy having left %j', async (prefix) => {
    const site = await hosted();
    expect((await ask(site, `${prefix}/`, { host: 'school.example' })).text).toContain('doctype');
    const answer = await post(
      site,
      `${prefix}/api/presenter`,
      { token: tokenOf(site) },
      { ...through, 'x-forwarded-proto': 'https' },
    );
    const [cookie = ''] = answer.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/; Path=\/courses\/ws\/; HttpOnly; SameSite=Strict; Secure$/);
    expect(await roleOf(site, cookie)).toBe('presenter');
    const page = await openPage(site, cookie.replace(/;.*/, ''), `${prefix}/api/live`);
    await vi.waitFor(() => expect(page.newest('you')?.role).toBe('presenter'), GENEROUS);
  });

  test('this machine’s own browser gets a cookie that it can send', async () => {
    const site = await hosted();
    const [cookie = ''] = (await show(site, tokenOf(site))).headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  test('the path without its slash leads to the page, and to no other server', async () => {
    const site = await hosted();
    const { status, headers } = await ask(site, '/courses/ws');
    expect([status, headers.location]).toEqual([308, '/courses/ws/']);
  });

  test.each([
    '/courses/ws//evil.example/',
    '/courses/ws/../../etc/passwd',
    '/courses/ws/..%2f..%2fsecret.txt',
    '/courses/ws/%2e%2e/secret.txt',
    '/courses/ws/..\\..\\secret.txt',
    '/courses/ws/.hidden',
    '/courses/wsindex.html',
    '/courses/%77s/api/status',
    '/courses/ws/courses/ws/api/status',
    '//courses/ws/api/status',
    '/courses/../api/recordings',
    '/courses/ws/./api/recordings',
  ])('%s leads nowhere', async (path) => {
    const site = await hosted();
    const answer = await ask(site, path);
    expect([400, 403, 404]).toContain(answer.status);
    expect(answer.headers.location).toBeUndefined();
    expect(answer.text).not.toMatch(/SECRET|root:|"version"/);
  });

  test.each([
    ['/courses/ws/api/recordings', 'GET'],
    ['/courses/ws/api/lab', 'POST'],
  ])('%s is as forbidden under the path as without', async (path, method) => {
    const site = await hosted();
    const body = method === 'POST' ? '{}' : undefined;
    expect((await ask(site, path, through, method, body)).status).toBe(403);
  });

  test('another device that reaches the page is told to the presenter', async () => {
    const site = await hosted();
    const presenter = await openPage(site, await present(site));
    await vi.waitFor(() => expect(presenter.newest('people')).toBeDefined(), GENEROUS);
    expect(presenter.newest('people')?.reached).toBeUndefined();
    await ask(site, '/', { host: 'school.example', 'x-forwarded-for': '203.0.113.9' });
    await vi.waitFor(() => expect(presenter.newest('people')?.reached).toBeDefined(), GENEROUS);
  });

  test('attempts count for the machine that the proxy names, whatever it claims itself', async () => {
    const site = await hosted();
    const guess = (forwarded: string) =>
      show(site, 'wrong', { ...through, 'x-forwarded-for': forwarded });
    for (let n = 0; n < 10; n++) await guess(`10.0.0.${n}, 203.0.113.9`);
    expect((await guess('10.9.9.9, 203.0.113.9')).status).toBe(429);
    expect((await guess('203.0.113.10')).status).toBe(403);
  });
});

describe('a request that a proxy and this server could read differently is refused', () => {
  test.each([
    ['a length and chunks', 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['chunks by another name', 'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n'],
    ['chunks, then none', 'Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n'],
    ['a length that is none', 'Content-Length: +4\r\n\r\nabcd'],
    ['two lengths', 'Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde'],
    ['a name with a space', 'Content-Length : 4\r\n\r\nabcd'],
    ['a line that goes on', 'X: a\r\n b\r\nTransfer-Encoding\r\n : chunked\r\n\r\n'],
    ['a line that ends early', 'X: a\rTransfer-Encoding: chunked\r\n\r\n'],
    ['a zero in a value', 'X: a\0b\r\n\r\n'],
  ])('%s', async (_what, rest) => {
    const site = await startSite();
    const head = `POST /api/presenter HTTP/1.1\r\nHost: ${site.host}\r\nOrigin: ${site.origin}\r\n`;
    const smuggled = `GET /api/status HTTP/1.1\r\nHost: ${site.host}\r\n\r\n`;
    const answer = await raw(site, `${head}${rest}${smuggled}`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).not.toContain('"version"');
  });
});
