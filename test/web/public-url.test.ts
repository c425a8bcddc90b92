import { describe, expect, test } from 'vitest';
import { judge } from '../../server/web/gate.ts';
import { isPublicHost, parsePublicUrl, withoutPrefix } from '../../server/web/public-url.ts';

const SUB = parsePublicUrl('https://school.example/courses/wirestep/');

describe('a public address', () => {
  test.each([
    ['https://school.example', 'https://school.example/', 443, '/', true],
    ['https://school.example/ws', 'https://school.example/ws/', 443, '/ws/', true],
    ['https://School.Example:8443/a/b/', 'https://school.example:8443/a/b/', 8443, '/a/b/', true],
    ['http://10.0.0.7/~ada/', 'http://10.0.0.7/~ada/', 80, '/~ada/', false],
    ['https://[2001:db8::1]/', 'https://[2001:db8::1]/', 443, '/', true],
  ])('%s', (text, href, port, path, secure) => {
    expect(parsePublicUrl(text)).toMatchObject({ href, port, path, secure });
  });

  test.each([
    '',
    'school.example',
    'ftp://school.example/',
    'javascript:alert(1)',
    'https://user@school.example/',
    'https://user:secret@school.example/',
    'https://school.example/?a=b',
    'https://school.example/#a',
    'https://school.example/a//b/',
    'https://school.example/a/../b/',
    'https://school.example/./a/',
    'https://school.example/a%2fb/',
    'https://school.example/a;b/',
    'https://school.example/a b/',
    'https://school.example/.hidden/',
    'https://school.example/\u00e4/',
  ])('%j is none', (text) => {
    expect(() => parsePublicUrl(text)).toThrow(/^(Give|The path)/);
  });
});

describe('the sub-path is taken away', () => {
  test.each([
    ['/courses/wirestep/', '/'],
    ['/courses/wirestep/api/live', '/api/live'],
    ['/courses/wirestep/?a', '/?a'],
    // The proxy has done it.
    ['/', '/'],
    ['/api/status', '/api/status'],
    // Once.
    ['/courses/wirestep/courses/wirestep/api', '/courses/wirestep/api'],
    // Only as it stands.
    ['/courses/wirestepapi/status', '/courses/wirestepapi/status'],
    ['/courses/wirestep', '/courses/wirestep'],
    ['/Courses/wirestep/api', '/Courses/wirestep/api'],
    ['/courses/%77irestep/api', '/courses/%77irestep/api'],
    ['/courses//wirestep/api', '/courses//wirestep/api'],
    ['/x/../courses/wirestep/api', '/x/../courses/wirestep/api'],
    ['/courses/wirestep/../../api', '/../../api'],
    ['//courses/wirestep/api', '//courses/wirestep/api'],
    ['/courses/wirestep//evil.example/', '//evil.example/'],
  ])('%s', (asked, path) => {
    expect(withoutPrefix(asked, SUB)).toBe(path);
  });

  test('not at all where the page has no public address, or that has none', () => {
    expect(withoutPrefix('/courses/wirestep/', undefined)).toBe('/courses/wirestep/');
    expect(withoutPrefix('/a/', parsePublicUrl('https://school.example'))).toBe('/a/');
  });
});

test.each([
  ['school.example', true],
  ['SCHOOL.example', true],
  ['school.example:443', true],
  ['school.example:80', false],
  ['school.example.', false],
  ['a.school.example', false],
  ['school.example.evil.example', false],
  ['school.example:443:443', false],
])('Host %s names https://school.example: %s', (host, named) => {
  expect(isPublicHost(host, SUB)).toBe(named);
});

describe('behind the proxy the gate', () => {
  const options = { host: '127.0.0.1', port: 8064, allowHosts: [], publicUrl: SUB };
  const ask = (host: string, origin: string | undefined, upgrade = false) => {
    const rawHeaders = ['Host', host, ...(origin === undefined ? [] : ['Origin', origin])];
    return judge({ method: upgrade ? 'GET' : 'POST', url: '/', rawHeaders }, upgrade, options)
      ?.error;
  };

  test.each([
    // The proxy hands Host on as the browser sent it, or puts its own there.
    ['school.example', 'https://school.example'],
    ['school.example:443', 'https://school.example'],
    ['127.0.0.1:8064', 'https://school.example'],
    ['localhost:8064', 'https://school.example'],
    // This machine's own browser still comes without it.
    ['127.0.0.1:8064', 'http://127.0.0.1:8064'],
  ])('lets Host %s with Origin %s in', (host, origin) => {
    expect(ask(host, origin)).toBeUndefined();
    expect(ask(host, origin, true)).toBeUndefined();
  });

  test.each([
    ['school.example', 'http://school.example'],
    ['school.example', 'https://school.example:8443'],
    ['school.example', 'https://other.school.example'],
    ['school.example', 'https://school.example/'],
    ['school.example', 'https://school.example.evil.example'],
    ['school.example', 'http://127.0.0.1:8064'],
    ['school.example', 'null'],
    ['school.example', undefined],
    ['127.0.0.1:8064', 'http://school.example'],
    ['127.0.0.1:8064', 'https://127.0.0.1:8064'],
    ['evil.example', 'https://school.example'],
    ['evil.example', 'https://evil.example'],
    ['school.example:8064', 'http://school.example:8064'],
  ])('refuses Host %s with Origin %s', (host, origin) => {
    expect(ask(host, origin)).toBeTruthy();
    expect(ask(host, origin, true)).toBeTruthy();
  });

  test('still refuses what another site’s page asks for', () => {
    const rawHeaders = ['Host', 'school.example', 'Sec-Fetch-Site', 'cross-site'];
    expect(judge({ method: 'GET', url: '/', rawHeaders }, false, options)?.error).toBe(
      'The request comes from a page of another site.',
    );
  });
});
