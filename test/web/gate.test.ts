import fc from 'fast-check';
import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import { judge, type GateOptions } from '../../server/web/gate.ts';

const loopback: GateOptions = { host: '127.0.0.1', port: 8064, allowHosts: [] };

interface Request {
  readonly method?: string;
  readonly url?: string;
  readonly upgrade?: boolean;
  readonly headers: readonly string[];
  readonly options?: GateOptions;
}

/** `undefined` where the request may pass, else the sentence. */
function error({
  method = 'GET',
  url = '/',
  upgrade = false,
  headers,
  options = loopback,
}: Request) {
  return judge({ method, url, rawHeaders: headers }, upgrade, options)?.error;
}

const good = ['Host', 'localhost:8064'];
const own = [...good, 'Origin', 'http://localhost:8064'];

describe('Host', () => {
  test.each([
    'localhost:8064',
    '127.0.0.1:8064',
    '[::1]:8064',
    `${hostname()}:8064`,
    'LocalHost:8064',
  ])('%s is ours', (host) => {
    expect(error({ headers: ['Host', host] })).toBeUndefined();
  });

  test.each([
    'evil.example:8064',
    'evil.example',
    'localhost',
    'localhost:8065',
    'localhost:80',
    '127.0.0.2:8064',
    '0.0.0.0:8064',
    'localhost.evil.example:8064',
    'evil.example.localhost:8064',
    '127.0.0.1.nip.io:8064',
    '2130706433:8064',
    '127.1:8064',
    '[::ffff:127.0.0.1]:8064',
  ])('%s is not, and the sentence names the option', (host) => {
    expect(error({ headers: ['Host', host] })).toBe(
      `This server does not answer to the host "${host}". ` +
        `If that is a name of this machine, start wirestep with --allow-host ${host}`,
    );
  });

  test('is mandatory', () => {
    expect(error({ headers: [] })).toBe('The request has no Host header.');
  });

  test('comes once, also where both are good', () => {
    expect(error({ headers: [...good, ...good] })).toBe(
      'The request has more than one Host header.',
    );
    expect(error({ headers: [...good, 'hOsT', 'evil.example'] })).toContain('more than one Host');
  });

  test.each(['', 'localhost:8064, evil.example', 'user@localhost:8064', 'localhost:8064/'])(
    '%j is no host',
    (host) => {
      expect(error({ headers: ['Host', host] })).toBe(
        `The Host header "${host}" is no host name and port.`,
      );
    },
  );

  test('on the default port comes without it', () => {
    const options = { ...loopback, port: 80 };
    expect(error({ headers: ['Host', 'localhost'], options })).toBeUndefined();
    expect(error({ headers: ['Host', 'localhost:80'], options })).toBeUndefined();
    const headers = ['Host', 'localhost', 'Origin', 'http://localhost'];
    expect(error({ headers, options, method: 'POST' })).toBeUndefined();
  });

  test('a long one is cut in the sentence', () => {
    expect(error({ headers: ['Host', 'x'.repeat(9000)] })?.length).toBeLessThan(400);
  });

  test('any other text is refused (seeded, any string)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(
          !/^(localhost|127\.0\.0\.1|\[[0:]*1\]):8064$/i.test(text) &&
            text !== `${hostname()}:8064`,
        );
        return error({ headers: ['Host', text] }) !== undefined;
      }),
    );
  });
});

describe('--allow-host', () => {
  const options = { ...loopback, allowHosts: ['board.school', 'Tunnel.example:443'] };
  test.each(['board.school:8064', 'BOARD.school:8064', 'tunnel.example:443', 'localhost:8064'])(
    'lets %s in',
    (host) => {
      expect(error({ headers: ['Host', host], options })).toBeUndefined();
    },
  );
  test.each([
    'board.school',
    'board.school:80',
    'tunnel.example:8064',
    'tunnel.example',
    'a.board.school:8064',
  ])('does not let %s in', (host) => {
    expect(error({ headers: ['Host', host], options })).toContain('does not answer');
  });
});

describe('Origin', () => {
  test('of our own page passes everywhere', () => {
    for (const method of ['GET', 'HEAD', 'POST', 'DELETE']) {
      expect(error({ headers: own, method })).toBeUndefined();
    }
    expect(error({ headers: own, upgrade: true })).toBeUndefined();
  });

  const foreign = [
    'http://evil.example',
    'http://evil.example:8064',
    'https://localhost:8064',
    'http://localhost:3000',
    'http://localhost',
    'http://127.0.0.1:8064',
    'http://localhost:8064.evil.example',
    'http://localhost:8064/',
    'http://localhost:8064@evil.example',
    'null',
    'file://',
    '',
  ];
  test.each(foreign)('%j is refused for every method and for a WebSocket', (origin) => {
    const headers = [...good, 'Origin', origin];
    const sentence = `The request comes from a page of ${JSON.stringify(origin)}, not from this server's own.`;
    for (const method of ['GET', 'HEAD', 'POST']) expect(error({ headers, method })).toBe(sentence);
    expect(error({ headers, upgrade: true })).toBe(sentence);
  });

  test('two are refused, also where both are good', () => {
    expect(error({ headers: [...own, 'Origin', 'http://localhost:8064'] })).toContain('comes from');
  });

  test('may be missing only where something is read', () => {
    const sentence = 'The request does not say which page it comes from.';
    expect(error({ headers: good })).toBeUndefined();
    expect(error({ headers: good, method: 'HEAD' })).toBeUndefined();
    for (const method of ['POST', 'PUT', 'OPTIONS', 'QUERY', 'get']) {
      expect(error({ headers: good, method })).toBe(sentence);
    }
    expect(error({ headers: good, upgrade: true })).toBe(sentence);
  });
});

describe('Sec-Fetch-Site', () => {
  const fetched = (site: string, mode: string, dest: string): string[] => [
    ...good,
    ...['Sec-Fetch-Site', site, 'Sec-Fetch-Mode', mode, 'Sec-Fetch-Dest', dest],
  ];

  test.each(['same-origin', 'none'])('%s passes', (site) => {
    expect(error({ headers: fetched(site, 'cors', 'empty') })).toBeUndefined();
  });

  test.each([
    ['cross-site', 'no-cors', 'image'],
    ['cross-site', 'no-cors', 'script'],
    ['cross-site', 'cors', 'empty'],
    ['cross-site', 'navigate', 'iframe'],
    ['cross-site', 'navigate', 'object'],
    ['same-site', 'no-cors', 'empty'],
    ['same-site', 'navigate', 'iframe'],
    ['unheard-of', 'cors', 'empty'],
  ])('%s %s %s is refused', (site, mode, dest) => {
    const headers = fetched(site, mode, dest);
    expect(error({ headers })).toBe('The request comes from a page of another site.');
  });

  test.each(['cross-site', 'same-site'])('a link from a %s page may lead here', (site) => {
    expect(error({ headers: fetched(site, 'navigate', 'document') })).toBeUndefined();
  });

  test('but by GET alone, and never to a WebSocket', () => {
    const headers = fetched('cross-site', 'navigate', 'document');
    expect(error({ headers, method: 'HEAD' })).toContain('another site');
    const posted = [...headers, 'Origin', 'http://localhost:8064'];
    expect(error({ headers: posted, method: 'POST' })).toContain('another site');
    expect(error({ headers: posted, upgrade: true })).toContain('another site');
  });

  test('twice is refused', () => {
    const headers = [...good, 'Sec-Fetch-Site', 'same-origin', 'Sec-Fetch-Site', 'same-origin'];
    expect(error({ headers })).toContain('another site');
  });
});

test.each(['http://localhost:8064/', 'http://evil.example/', '*', '', undefined])(
  'the request line %j names no path',
  (url) => {
    expect(judge({ method: 'GET', url, rawHeaders: good }, false, loopback)?.error).toBe(
      'The request names no path of this server.',
    );
  },
);
