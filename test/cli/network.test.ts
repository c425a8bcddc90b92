import { PassThrough } from 'node:stream';
import { InvalidArgumentError } from 'commander';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  greeting,
  presenterLines,
  presenterLinks,
  type Greeting,
} from '../../server/cli/greeting.ts';
import { lanOption, networkOf, publicUrlOption } from '../../server/cli/network.ts';
import { onEnter, type Keyboard } from '../../server/cli/new-links.ts';
import { parsePublicUrl } from '../../server/web/public-url.ts';
import type { SessionState } from '../../src/live/state.ts';

// Colours depend on where the tests run: CI has them.
vi.hoisted(() => (process.env['NO_COLOR'] = '1'));

const HOSTED = parsePublicUrl('https://school.example/ws/');

describe('how far it reaches:', () => {
  test.each([
    ['nothing given', {}, '127.0.0.1', '127.0.0.1', false, undefined],
    ['--lan', { lan: true }, '0.0.0.0', '0.0.0.0', true, 'network'],
    [
      '--lan, the server kept here',
      { lan: true, host: '127.0.0.1' },
      ...(['0.0.0.0', '127.0.0.1', true, 'network'] as const),
    ],
    [
      '--lan, the page kept here',
      { lan: true, uiHost: '127.0.0.1' },
      ...(['127.0.0.1', '0.0.0.0', false, 'network'] as const),
    ],
    ['--ui-host', { uiHost: '192.168.1.5' }, '192.168.1.5', '127.0.0.1', true, undefined],
    ['--host', { host: '0.0.0.0' }, '127.0.0.1', '0.0.0.0', false, undefined],
    ['--public-url', { publicUrl: HOSTED }, '127.0.0.1', '127.0.0.1', false, 'hosted'],
  ])('%s', (_what, options, uiHost, host, lan, mode) => {
    expect(networkOf(options)).toMatchObject({ uiHost, host, lan });
    expect(networkOf(options).mode).toBe(mode);
  });

  test('without an option of the network nothing but this machine is let in', () => {
    expect(networkOf({ publicUrl: HOSTED })).toMatchObject({ uiHost: '127.0.0.1', lan: false });
    expect(lanOption().defaultValue).toBeUndefined();
    expect(publicUrlOption().defaultValue).toBeUndefined();
  });

  test('a public address is read, and one that is none is misuse', () => {
    const { parseArg } = publicUrlOption();
    expect(parseArg?.('https://school.example/ws', undefined)).toEqual(HOSTED);
    expect(() => parseArg?.('school.example', undefined)).toThrow(InvalidArgumentError);
  });
});

const session: SessionState = {
  ...{ type: 'session', state: 'running', program: 'course', host: '127.0.0.1', port: 5050 },
  ...{ title: 'Live', reused: false, clients: [] },
};
const HERE = 'http://127.0.0.1:8064/';
const said = (more: Partial<Greeting> = {}) =>
  greeting({
    ...networkOf({}),
    ...{ urls: [HERE], presenterLinks: [`${HERE}#presenter=TOKEN`], joinLinks: [] },
    ...{ session, data: '/data', ...more },
  });

describe('the start output', () => {
  test('says that nothing is exposed, how to present, and nothing of a class', async () => {
    const text = await said();
    expect(text).toContain('http://127.0.0.1:8064/ (this machine only)');
    expect(text).toContain("127.0.0.1:5050, the course's server, recorded (this machine only)");
    expect(text).toContain(`    ${HERE}#presenter=TOKEN\n`);
    expect(text).not.toMatch(/exposed|network|class|█/);
    expect(text).toMatch(/Ctrl-C stops\.\n$/);
  });

  test('with --lan gives the join link, as a QR code too, and says plainly what is exposed', async () => {
    const join = 'http://192.168.1.5:8064/#join=abcdefghjk';
    const open = { ...session, host: '0.0.0.0' };
    const text = await said({ ...networkOf({ lan: true }), session: open, joinLinks: [join] });
    expect(text).toContain(`    ${join}\n`);
    expect(text).toMatch(/(\s{4}[█▀▄ ]{20,}\n){15,}/);
    expect(text).toContain('open to your network, unencrypted');
    expect(text).toContain('Every machine in your network can open the page and its lessons.');
    expect(text).toContain('Nothing between it and a browser is encrypted');
    expect(text).toContain(
      "Every machine in your network can connect to the course's server, port 5050.",
    );
    // The presenter's link has no QR code: whoever scans it first would be the presenter.
    expect(text.indexOf('█')).toBeGreaterThan(text.indexOf(join));
  });

  test('behind a proxy gives the links as others reach them, and this machine’s own', async () => {
    const network = networkOf({ publicUrl: HOSTED });
    const links = presenterLinks(`${HERE}#presenter=TOKEN`, network);
    expect(links).toEqual([
      'https://school.example/ws/#presenter=TOKEN',
      `${HERE}#presenter=TOKEN`,
    ]);
    const text = await said({ ...network, presenterLinks: links });
    expect(text).toContain('Whoever reaches https://school.example/ws/ can open the page');
    expect(text).not.toMatch(/in your network|encrypted/);
    const plain = networkOf({ publicUrl: parsePublicUrl('http://school.example/ws/') });
    expect(await said(plain)).toContain('Nothing between it and a browser is encrypted');
  });

  test('says why no server runs', async () => {
    const stopped = { ...session, state: 'stopped', notice: 'Port 5050 is in use.' } as const;
    expect(await said({ session: stopped })).toContain('not running: Port 5050 is in use.');
  });
});

describe('Enter in the terminal', () => {
  /** A terminal's keyboard; `piped`: none, but bytes that come from elsewhere. */
  function keyboard(piped = false): Keyboard & PassThrough {
    return Object.assign(new PassThrough(), { isTTY: !piped });
  }

  test('asks for a new link, each time', async () => {
    const keys = keyboard();
    const more = vi.fn();
    const leave = onEnter(keys, more, () => true);
    onTestFinished(() => leave?.());
    keys.write('\n');
    await vi.waitFor(() => expect(more).toHaveBeenCalledTimes(1));
    keys.write('\n\n');
    await vi.waitFor(() => expect(more).toHaveBeenCalledTimes(3));
  });

  test('is not waited for where nobody sits before it, nor in the background', () => {
    const more = vi.fn();
    expect(onEnter(keyboard(true), more, () => true)).toBeUndefined();
    expect(onEnter(keyboard(), more, () => false)).toBeUndefined();
  });

  test('prints the link under what it is', () => {
    expect(presenterLines([`${HERE}#presenter=NEW`])).toEqual([
      '  presenter   open this link: it makes your browser the presenter, once',
      `    ${HERE}#presenter=NEW`,
    ]);
  });
});
