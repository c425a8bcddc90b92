import { expect, test } from 'vitest';
import { LabError } from '../../server/live/lab.ts';
import type { LabSource } from '../../server/web/lab.ts';
import { ask, join, startPresented, startSite, type Answer, type Site } from './site.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

/** Runs nothing, and says what it was asked for. */
class FakeLab implements LabSource {
  readonly asked: string[] = [];
  error: Error | undefined;

  async run(composition: string): Promise<string> {
    this.asked.push(composition);
    if (this.error !== undefined) throw this.error;
    return Promise.resolve('x'.repeat(22));
  }
}

function post(site: Site, body: unknown, headers = {}): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return ask(site, '/api/lab', { origin: site.origin, ...JSON_TYPE, ...headers }, 'POST', text);
}

test('a run is answered with its recording’s id', async () => {
  const lab = new FakeLab();
  const site = await startPresented({ lab });
  const answer = await post(site, { composition: '1.abc' });
  expect([answer.status, answer.text]).toEqual([201, `{"id":"${'x'.repeat(22)}"}`]);
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(lab.asked).toEqual(['1.abc']);
});

test.each([
  ['nothing', ''],
  ['no JSON', 'x'],
  ['no object', '"x"'],
  ['another name', '{"compositions":"x"}'],
  ['more than is asked for', '{"composition":"x","port":22}'],
  ['no text', '{"composition":{"clients":1}}'],
  ['a prototype', '{"__proto__":{"composition":"x"}}'],
])('%s is refused, and nothing runs', async (_what, body) => {
  const lab = new FakeLab();
  const site = await startPresented({ lab });
  const answer = await post(site, body);
  expect(answer.status).toBe(400);
  expect(answer.error).toMatch(/json/i);
  expect(lab.asked).toEqual([]);
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
  'what a form could send is refused: %s',
  async (type) => {
    const lab = new FakeLab();
    const site = await startPresented({ lab });
    const answer = await post(site, { composition: '1.abc' }, { 'content-type': type });
    expect([400, 415]).toContain(answer.status);
    expect(lab.asked).toEqual([]);
  },
);

test('a body beyond 64 KiB is refused', async () => {
  const lab = new FakeLab();
  const site = await startPresented({ lab });
  expect((await post(site, { composition: 'x'.repeat(66_000) })).status).toBe(413);
  expect(lab.asked).toEqual([]);
});

test.each<[string, Record<string, string>]>([
  ['without an Origin', {}],
  ['from another page', { origin: 'http://evil.example' }],
  ['from another port', { origin: 'http://127.0.0.1:1' }],
  ['from another site', { 'sec-fetch-site': 'cross-site' }],
])('%s nothing runs', async (_what, headers) => {
  const lab = new FakeLab();
  const site = await startPresented({ lab });
  const all: Record<string, string> = { ...JSON_TYPE, ...headers };
  if ('sec-fetch-site' in headers) all['origin'] = site.origin;
  const answer = await ask(site, '/api/lab', all, 'POST', '{"composition":"1.abc"}');
  expect(answer.status).toBe(403);
  expect(lab.asked).toEqual([]);
});

test.each([
  [400, 'This composition is too long.'],
  [409, 'Another composition is running: try again in a few seconds.'],
  [503, 'The data folder is on a full disk.'],
] as const)('what the lab refuses is said in its words, with %s', async (status, sentence) => {
  const lab = new FakeLab();
  lab.error = new LabError(status, sentence);
  const answer = await post(await startPresented({ lab }), { composition: '1.abc' });
  expect([answer.status, answer.error]).toEqual([status, sentence]);
});

test('an error of ours is not told', async () => {
  const lab = new FakeLab();
  lab.error = new Error('SECRET');
  const site = await startPresented({ lab, onError: () => undefined });
  const answer = await post(site, { composition: '1.abc' });
  expect([answer.status, answer.error]).toEqual([500, 'The server failed to answer.']);
});

test('without an engine it says why', async () => {
  const unavailable = 'No native library for this platform.';
  const answer = await post(await startPresented({ unavailable }), { composition: '1.abc' });
  expect([answer.status, answer.error]).toEqual([503, unavailable]);
});

test('a presenter gets thirty runs a minute', async () => {
  const site = await startPresented({ lab: new FakeLab() });
  const answers: Answer[] = [];
  for (let n = 0; n < 31; n++) answers.push(await post(site, { composition: '1.abc' }));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(30);
  expect(answers.at(-1)).toMatchObject({
    status: 429,
    error: 'Too many runs: this server makes 30 a minute for one presenter.',
  });
  expect((await ask(site, '/api/status')).status).toBe(200);
});

test.each(['follower', 'none'])('for a %s nothing runs, whatever it sends', async (role) => {
  const lab = new FakeLab();
  const site = await startSite({ lab });
  const cookie = role === 'follower' ? await join(site) : '';
  for (const body of ['{"composition":"1.abc"}', '', 'x'.repeat(100_000)]) {
    const { status, error } = await post({ ...site, cookie }, body);
    expect([status, error]).toEqual([
      403,
      expect.stringMatching(/^Only the presenter may do this/),
    ]);
  }
  expect(lab.asked).toEqual([]);
});

test('there is nothing to read there', async () => {
  const site = await startPresented({ lab: new FakeLab() });
  expect((await ask(site, '/api/lab')).status).toBe(404);
});
