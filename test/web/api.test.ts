import { readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { newRecordingId } from '../../server/data/ids.ts';
import { endLine, headerLine, markerLine, wholeTrace, writeTrace } from '../data/trace-files.ts';
import { FakeSessions } from './fake-sessions.ts';
import { ask, join, startPresented, startSite } from './site.ts';

const LIVE = { host: '127.0.0.1', port: 5050, title: 'Live' };

describe('status', () => {
  test('says to the presenter and to followers what runs, to strangers that they are strangers', async () => {
    const sessions = new FakeSessions('a'.repeat(22));
    const site = await startPresented({ sessions });
    const told = async (cookie: string) => {
      const { status, text, headers } = await ask(site, '/api/status', { cookie });
      expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
      return JSON.parse(text) as unknown;
    };
    const live = { ...LIVE, recording: 'a'.repeat(22) };
    expect(await told(site.cookie)).toEqual({ version: '1.2.3', role: 'presenter', live });
    expect(await told(await join(site))).toEqual({ version: '1.2.3', role: 'follower', live });
    expect(await told('')).toEqual({ version: '1.2.3', role: 'none' });
  });

  test('without a live server says why, to everybody', async () => {
    const site = await startSite({ unavailable: 'No native library for this platform.' });
    expect(JSON.parse((await ask(site, '/api/status')).text)).toEqual({
      version: '1.2.3',
      role: 'none',
      unavailable: 'No native library for this platform.',
    });
  });
});

describe('recordings', () => {
  test('are listed, the live one marked', async () => {
    const sessions = new FakeSessions();
    const id = sessions.state.recording;
    const site = await startPresented({ sessions });
    const ended = await writeTrace(site.dataDir, wholeTrace(3, { epoch_ns: '1000000000' }));
    await writeTrace(site.dataDir, headerLine() + markerLine(1), id);
    const rows = JSON.parse((await ask(site, '/api/recordings')).text) as Record<string, unknown>[];
    expect(rows).toMatchObject([
      { id, live: true, ended: false, events: 1 },
      { id: ended, live: false, ended: true, events: 3, started: '1970-01-01T00:00:01.000Z' },
    ]);
  });

  test('are for the presenter only', async () => {
    const site = await startSite();
    const sentence =
      "Only the presenter may see this: open the presenter's link that wirestep printed when it " +
      'started, or press Enter there for a new one.';
    for (const cookie of ['', await join(site)]) {
      expect(await ask(site, '/api/recordings', { cookie })).toMatchObject({
        status: 403,
        error: sentence,
      });
    }
  });

  test('of a vanished folder: a sentence', async () => {
    const site = await startPresented();
    await rm(site.dataDir, { recursive: true });
    const { status, error } = await ask(site, '/api/recordings');
    expect(status).toBe(503);
    expect(error).toBe(
      `The data folder ${site.dataDir} is gone, or cannot be created: choose another with --data DIR.`,
    );
  });
});

describe('one recording', () => {
  test('is sent from any byte to its end', async () => {
    const site = await startPresented();
    const trace = wholeTrace(2000);
    const path = `/api/recordings/${await writeTrace(site.dataDir, trace)}`;
    const whole = await ask(site, path);
    expect(whole.status).toBe(200);
    expect(whole.text).toBe(trace);
    expect(whole.headers).toMatchObject({
      'content-type': 'application/x-ndjson; charset=utf-8',
      'content-length': String(trace.length),
      'cache-control': 'no-store',
    });
    for (const from of [0, 1, 777, trace.length - 1]) {
      expect((await ask(site, `${path}?from=${from}`)).text).toBe(trace.slice(from));
    }
  });

  test('read to its end has nothing more', async () => {
    const site = await startPresented();
    const path = `/api/recordings/${await writeTrace(site.dataDir, 'abc')}?from=3`;
    expect(await ask(site, path)).toMatchObject({ status: 200, text: '' });
  });

  test('has nothing beyond its end', async () => {
    const site = await startPresented();
    const answer = await ask(
      site,
      `/api/recordings/${await writeTrace(site.dataDir, 'abc')}?from=4`,
    );
    expect(answer.status).toBe(416);
    expect(answer.headers['content-range']).toBe('bytes */3');
    expect(answer.error).toBe('The recording has 3 bytes; 4 were to be left out.');
  });

  test('of the class is for its followers, any other only for the presenter', async () => {
    const sessions = new FakeSessions();
    const site = await startSite({ sessions });
    const id = await writeTrace(site.dataDir, 'of the class');
    const other = await writeTrace(site.dataDir, 'PRIVATE');
    sessions.record(id, joinPath(site.dataDir, `${id}.trace.jsonl`));
    const cookie = await join(site);
    expect((await ask(site, `/api/recordings/${id}`, { cookie })).text).toBe('of the class');
    const refused = await ask(site, `/api/recordings/${other}`, { cookie });
    expect([refused.status, refused.error]).toEqual([
      403,
      'Only the presenter and the class may read this: open the link that the presenter gives you.',
    ]);
    expect((await ask(site, `/api/recordings/${id}`)).status).toBe(403);
  });

  test.each(['-1', '1.5', '1e3', '0x10', '', 'abc', '1&from=2', '9'.repeat(40), '%00', '1%20'])(
    'from=%s is no number of bytes',
    async (from) => {
      const site = await startPresented();
      const id = await writeTrace(site.dataDir, 'abc');
      const answer = await ask(site, `/api/recordings/${id}?from=${from}`);
      expect(answer.status).toBe(400);
      expect(answer.error).toBe('"from" is the number of bytes to leave out, once and in digits.');
    },
  );

  test('a HEAD has the length and reads nothing', async () => {
    const site = await startPresented();
    const id = await writeTrace(site.dataDir, wholeTrace(500));
    const answer = await ask(site, `/api/recordings/${id}`, {}, 'HEAD');
    expect(answer).toMatchObject({ status: 200, text: '' });
    expect(answer.headers['content-length']).toBe(String(wholeTrace(500).length));
  });

  test('that is not there is a 404 with a sentence', async () => {
    const site = await startPresented();
    const id = newRecordingId();
    expect(await ask(site, `/api/recordings/${id}`)).toMatchObject({
      status: 404,
      error: `There is no recording ${id} in the data folder.`,
    });
  });

  test.each([
    '../../etc/passwd',
    '..%2f..%2f..%2f..%2fetc%2fpasswd',
    '%2e%2e%2fsecret.txt',
    '..%5c..%5csecret.txt',
    '%2fetc%2fpasswd',
    '..',
    '.',
    '%00',
    'a'.repeat(22) + '%00',
    'a'.repeat(22) + '%0a',
    'A'.repeat(22),
    'a'.repeat(21) + '%c3%a4',
    'a'.repeat(99),
    'a'.repeat(5000),
    'a'.repeat(22) + '.trace.jsonl',
    '%zz',
    '%',
  ])('%.40s is no id and reaches no file', async (id) => {
    const site = await startPresented();
    await writeTrace(site.dataDir, 'SECRET', 'secret');
    const answer = await ask(site, `/api/recordings/${id}`);
    expect([400, 403, 404, 414]).toContain(answer.status);
    expect(answer.error).toBeTruthy();
    expect(answer.text).not.toMatch(/SECRET|root:|\/wirestep-web-|node_modules/);
  });

  test.runIf(process.platform !== 'win32')('that is a link elsewhere is refused', async () => {
    const site = await startPresented();
    const id = newRecordingId();
    await symlink('/etc/passwd', joinPath(site.dataDir, `${id}.trace.jsonl`));
    const answer = await ask(site, `/api/recordings/${id}`);
    expect(answer.status).toBe(503);
    expect(answer.text).not.toContain('root:');
  });

  test('a growing trace fetched tail by tail equals the file', async () => {
    const site = await startPresented();
    const id = await writeTrace(site.dataDir, headerLine());
    const file = joinPath(site.dataDir, `${id}.trace.jsonl`);
    const writer = (async () => {
      for (let n = 1; n <= 300; n++) {
        await writeFile(file, n === 300 ? endLine(n) : markerLine(n), { flag: 'a' });
      }
    })();
    let got = '';
    while (!got.includes('"end"')) {
      got += (await ask(site, `/api/recordings/${id}?from=${got.length}`)).text;
      await sleep(15);
    }
    await writer;
    expect(got).toBe(await readFile(file, 'utf8'));
  });
});
