import { createServer } from 'node:http';
import { readdir } from 'node:fs/promises';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { newRecordingId } from '../../server/data/ids.ts';
import { findBrowser } from '../setup/browser.ts';
import { wholeTrace, writeTrace } from '../data/trace-files.ts';
import { redeem } from '../support/presenter.ts';
import { FakeSessions } from './fake-sessions.ts';
import { present, startSite, type Site } from './site.ts';

/** A page of somebody else, in a real browser, against a running wirestep. */

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({
    ...findBrowser(),
    args: [...findBrowser().args, '--host-resolver-rules=MAP rebound.example 127.0.0.1'],
  });
});
afterAll(() => browser.close());

/** Another server on this machine, whose every page is the same empty one. */
async function startStranger(): Promise<number> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>stranger</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** `presenter`: the site whose presenter sits before this browser. */
async function open(url: string, presenter?: Site): Promise<Page> {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  if (presenter !== undefined) {
    const [name = '', value = ''] = (await present(presenter)).split('=');
    const how = { httpOnly: true, sameSite: 'Strict' } as const;
    for (const host of ['127.0.0.1', 'localhost', 'rebound.example']) {
      await context.addCookies([{ name, value, ...how, domain: host, path: '/' }]);
    }
  }
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

async function siteWithSecret() {
  const id = newRecordingId();
  const sessions = new FakeSessions(id);
  const lab = { runs: 0, run: () => Promise.resolve(String(++lab.runs)) };
  const site = await startSite({ sessions, lab });
  await writeTrace(site.dataDir, wholeTrace(3, { title: 'PRIVATE' }), id);
  return { site, id, sessions, lab };
}

/** Runs in the stranger's page: everything it may try, and what it learned from each. */
async function attack({
  target,
  id,
  token = '',
}: {
  target: string;
  id: string;
  /** Suppose it had seen the presenter's link. */
  token?: string;
}): Promise<Record<string, string>> {
  const learned: Record<string, string> = {};
  const paths = ['/', '/api/status', '/api/recordings', `/api/recordings/${id}`];
  for (const path of paths) {
    for (const mode of ['cors', 'no-cors'] as const) {
      learned[`fetch ${mode} ${path}`] = await fetch(target + path, { mode })
        .then((response) => response.text())
        .catch(() => 'failed');
    }
  }
  const bodies = {
    lab: '{"composition":"1.eyJtIjpbXX0"}',
    presenter: JSON.stringify({ token }),
    join: '{"code":"abcdefghjk"}',
  };
  for (const [where, body] of Object.entries(bodies)) {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json']) {
      const headers = { 'content-type': type };
      // With JSON a page of another origin has to ask first, and is refused then.
      const mode = type === 'application/json' ? 'cors' : 'no-cors';
      learned[`fetch post ${mode} ${where} ${type}`] = await fetch(`${target}/api/${where}`, {
        ...{ method: 'POST', mode, credentials: 'include', headers, body },
      })
        .then((response) => `${response.type} ${response.status}`)
        .catch(() => 'failed');
    }
  }
  learned['fetch post no-cors'] = await fetch(`${target}/api/status`, {
    method: 'POST',
    mode: 'no-cors',
    body: 'x',
  })
    .then((response) => `${response.type} ${response.status}`)
    .catch(() => 'failed');
  const load = (tag: 'img' | 'script' | 'iframe', path: string): Promise<string> =>
    new Promise((resolve) => {
      const element = document.createElement(tag);
      element.onload = () => resolve('loaded');
      element.onerror = () => resolve('failed');
      try {
        element.src = target + path;
      } catch {
        resolve('failed');
      }
      document.body.append(element);
    });
  learned.img = await load('img', '/icon.svg');
  learned.script = await load('script', '/assets/main-AbCd1234.js');
  learned.iframe = await Promise.race([
    load('iframe', '/').then(() => {
      const frame = document.querySelector('iframe');
      try {
        return frame?.contentDocument?.title
          ? `read ${frame.contentDocument.title}`
          : 'nothing to read';
      } catch {
        return 'nothing to read';
      }
    }),
    new Promise<string>((resolve) => setTimeout(() => resolve('nothing to read'), 2000)),
  ]);
  learned.socket = await new Promise<string>((resolve) => {
    const socket = new WebSocket(`${target.replace('http', 'ws')}/api/live`);
    socket.onopen = () => socket.send('{"n":1,"type":"session-stop"}');
    socket.onmessage = ({ data }) => {
      if (String(data).includes('"done"')) resolve('did it');
    };
    socket.onerror = () => resolve('failed');
  });
  return learned;
}

function expectNothing(learned: Record<string, string>): void {
  for (const [what, result] of Object.entries(learned)) {
    if (what.startsWith('fetch no-cors')) expect([what, result]).toEqual([what, '']);
    else if (what.startsWith('fetch post no-cors'))
      expect([what, result]).toEqual([what, 'opaque 0']);
    else if (what === 'iframe') expect([what, result]).toEqual([what, 'nothing to read']);
    else expect([what, result]).toEqual([what, 'failed']);
  }
}

describe('a page of another origin reads nothing and changes nothing', () => {
  test.each([
    ['another port of the same address', '127.0.0.1'],
    ['another name of the same machine', 'localhost'],
  ])('%s, in the presenter’s own browser', async (_what, name) => {
    const { site, id, sessions, lab } = await siteWithSecret();
    const page = await open(`http://${name}:${await startStranger()}/`, site);
    const link = site.web.presenterLink();
    const token = new URL(link).hash.replace('#presenter=', '');
    const answers: [url: string, status: number][] = [];
    page.on('response', (response) => answers.push([response.url(), response.status()]));
    expectNothing(await page.evaluate(attack, { target: site.origin, id, token }));
    const ours = answers.filter(([url]) => url.startsWith(site.origin));
    expect(ours.length).toBeGreaterThan(0);
    for (const [url, status] of ours) expect([url, status]).toEqual([url, 403]);
    expect(await readdir(site.dataDir)).toHaveLength(1);
    expect([sessions.asked, lab.runs]).toEqual([[], 0]);
    // The token it knew is still there for the one it was made for.
    expect((await redeem(link)).value).toHaveLength(43);
  });

  test('a form it sends is refused', async () => {
    const { site } = await siteWithSecret();
    const page = await open(`http://localhost:${await startStranger()}/`);
    const answered = page.waitForResponse((response) => response.url().startsWith(site.origin));
    await page.evaluate((action) => {
      const form = document.createElement('form');
      Object.assign(form, { action, method: 'post', enctype: 'text/plain' });
      document.body.append(form);
      form.submit();
    }, `${site.origin}/api/status`);
    expect((await answered).status()).toBe(403);
  });

  test('a name of its own that points here (DNS rebinding) is refused, and told how to be let in', async () => {
    const { site, id } = await siteWithSecret();
    const target = `http://rebound.example:${site.port}`;
    const page = await open(`${target}/`, site);
    const text = await page.evaluate(() => document.body.textContent);
    expect(text).toContain(`--allow-host rebound.example:${site.port}`);
    const learned = await page
      .evaluate(async (path) => (await fetch(path)).text(), `/api/recordings/${id}`)
      .catch(String);
    expect(learned).not.toContain('PRIVATE');
  });

  test('a link on it may lead here', async () => {
    const { site } = await siteWithSecret();
    const page = await open(`http://localhost:${await startStranger()}/`);
    await page.evaluate((href) => {
      const link = document.createElement('a');
      Object.assign(link, { href, textContent: 'join' });
      document.body.append(link);
    }, `${site.origin}/#/recordings`);
    await page.click('a');
    await page.waitForFunction(() => document.title === 'the script ran');
  });
});

test('the same attempts succeed on our own page: it is not for another reason that they fail', async () => {
  const { site, id, sessions, lab } = await siteWithSecret();
  const page = await open(`${site.origin}/api/status`, site);
  const learned = await page.evaluate(attack, { target: site.origin, id });
  expect(learned[`fetch cors /api/recordings/${id}`]).toContain('PRIVATE');
  expect(learned['fetch cors /api/recordings']).toContain('PRIVATE');
  expect(learned.img).toBe('loaded');
  expect(learned.socket).toBe('did it');
  expect(learned['fetch post cors lab application/json']).toBe('basic 201');
  expect([sessions.asked, lab.runs]).toEqual([['end'], 1]);
});

describe('our own page', () => {
  test('works under its policy: script, API, WebSocket', async () => {
    const { site, id } = await siteWithSecret();
    const page = await open(`${site.origin}/`, site);
    await page.waitForFunction(() => document.title === 'the script ran');
    const got = await page.evaluate(async (path) => {
      const trace = await (await fetch(path)).text();
      const message = await new Promise((resolve) => {
        const socket = new WebSocket(`ws://${location.host}/api/live`);
        socket.onmessage = ({ data }) => resolve(data);
        socket.onerror = () => resolve('failed');
      });
      return { trace, message };
    }, `/api/recordings/${id}`);
    expect(got.trace).toContain('PRIVATE');
    expect(got.message).toContain('"role":"presenter"');
  });

  test('runs no text as code or markup, and reaches no other server', async () => {
    const { site } = await siteWithSecret();
    const page = await open(`${site.origin}/`);
    const elsewhere = `http://127.0.0.1:${await startStranger()}/`;
    const outcome = await page.evaluate(async (other) => {
      const tried = (act: () => unknown): string => {
        try {
          act();
          return 'did it';
        } catch (error) {
          return (error as Error).name;
        }
      };
      const later = (act: () => string): Promise<string> =>
        new Promise((resolve) => setTimeout(() => resolve(act())));
      const loaded = (tag: 'img' | 'script', src: string): Promise<string> =>
        new Promise((resolve) => {
          const element = document.createElement(tag);
          element.onload = () => resolve('did it');
          element.onerror = () => resolve('failed');
          try {
            element.src = src;
          } catch (error) {
            resolve((error as Error).name);
          }
          document.body.append(element);
        });
      const factory = (
        globalThis as unknown as {
          trustedTypes: { createPolicy(name: string, rules: object): unknown };
        }
      ).trustedTypes;
      return {
        // Later: what a debugger runs itself may evaluate text.
        eval: await later(() => tried(() => (0, eval)('1'))),
        function: await later(() => tried(() => new Function('1'))),
        innerHTML: tried(() => (document.body.innerHTML = '<b>x</b>')),
        write: tried(() => document.write('x')),
        worker: tried(() => new Worker('/assets/main-AbCd1234.js')),
        policy: tried(() => factory.createPolicy('mine', {})),
        ours: tried(() => factory.createPolicy('wirestep', {})),
        fetch: await fetch(other).then(
          () => 'did it',
          () => 'failed',
        ),
        image: await loaded('img', other),
        script: await loaded('script', other),
      };
    }, elsewhere);
    expect(outcome).toEqual({
      eval: 'EvalError',
      function: 'EvalError',
      innerHTML: 'TypeError',
      write: 'TypeError',
      worker: 'TypeError',
      policy: 'TypeError',
      ours: 'did it',
      fetch: 'failed',
      image: 'failed',
      script: 'TypeError',
    });
  });
});
