import { createServer, type Server } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listen } from '../../server/web/listen.ts';
import { createWeb } from '../../server/web/web.ts';
import { ask, startSite } from './site.ts';

function newServer(): Server {
  const server = createServer();
  onTestFinished(() => void server.close());
  return server;
}

const option = '--ui-port';

test('port 0 is any free port', async () => {
  const port = await listen(newServer(), { host: '127.0.0.1', port: 0, option });
  expect(port).toBeGreaterThan(0);
});

describe('the sentence', () => {
  test('for a port in use names the port and the option', async () => {
    const port = await listen(newServer(), { host: '127.0.0.1', port: 0, option });
    await expect(
      listen(newServer(), { host: '127.0.0.1', port, option: '--port' }),
    ).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is in use by another program: choose another with --port PORT (0: any free one).`,
    );
  });

  test('for an address of another machine', async () => {
    await expect(listen(newServer(), { host: '203.0.113.7', port: 0, option })).rejects.toThrow(
      '203.0.113.7 is no address of this machine.',
    );
  });

  test('for a name that does not exist', async () => {
    await expect(listen(newServer(), { host: 'nowhere.invalid', port: 0, option })).rejects.toThrow(
      'The host name nowhere.invalid has no address.',
    );
  });

  test.each([
    [
      'EACCES',
      'Port 80 on h may not be used by this user: choose one above 1023 with --ui-port PORT.',
    ],
    ['EIO', 'Port 80 on h cannot be used (EIO): choose another with --ui-port PORT.'],
  ])('for %s', async (code, sentence) => {
    const server = newServer();
    server.listen = () => {
      queueMicrotask(() => server.emit('error', Object.assign(new Error('x'), { code })));
      return server;
    };
    await expect(listen(server, { host: 'h', port: 80, option })).rejects.toThrow(sentence);
  });
});

describe('createWeb', () => {
  const options = {
    pageDir: '/nonexistent',
    dataDir: '/nonexistent',
    version: '1',
    host: '127.0.0.1',
  };

  test('rejects with that sentence and leaves nothing behind', async () => {
    const { port } = await startSite();
    const web = createWeb({ ...options, port });
    await expect(web.start()).rejects.toThrow(`Port ${port} on 127.0.0.1 is in use`);
    await web.stop();
  });

  test('tells the addresses to open', async () => {
    const web = createWeb({ ...options, host: '0.0.0.0', port: 0 });
    onTestFinished(() => web.stop());
    const { port, urls, host } = await web.start();
    expect(host).toBe('0.0.0.0');
    expect(urls[0]).toBe(`http://127.0.0.1:${port}/`);
    for (const url of urls) {
      const answer = await ask({ port }, '/api/status', { host: new URL(url).host });
      expect([url, answer.status]).toEqual([url, 200]);
    }
  });

  test('answers on loopback alone to names of loopback alone', async () => {
    const everywhere = createWeb({ ...options, host: '0.0.0.0', port: 0 });
    onTestFinished(() => everywhere.stop());
    const { urls } = await everywhere.start();
    const site = await startSite();
    for (const url of urls.slice(1)) {
      const host = `${new URL(url).hostname}:${site.port}`;
      expect((await ask(site, '/', { host })).status).toBe(403);
    }
  });

  test('answers to --allow-host, and takes no odd one', async () => {
    const site = await startSite({ allowHosts: ['board.school'] });
    expect((await ask(site, '/', { host: `board.school:${site.port}` })).status).toBe(200);
    expect(() => createWeb({ ...options, port: 0, allowHosts: ['http://board.school/'] })).toThrow(
      '--allow-host http://board.school/ is no host name or name:port.',
    );
  });

  test('may be stopped before it was started, and twice', async () => {
    const web = createWeb({ ...options, port: 0 });
    await web.stop();
    const site = await startSite();
    await site.web.stop();
    await site.web.stop();
  });
});
