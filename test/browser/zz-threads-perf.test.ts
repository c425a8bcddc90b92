import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { flushSync, tick } from 'svelte';
import { render } from 'vitest-browser-svelte';
import { parseTrace } from '../../src/trace/parse.ts';
import { OWN } from '../../src/trace/limits.ts';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import Source from '../../src/views/source/Source.svelte';
import Terminals from '../../src/views/terminal/Terminals.svelte';
import Inspector from '../../src/views/thread/Inspector.svelte';
import { Executions } from '../../src/views/source/executions.ts';
import { historyOf } from '../../src/views/thread/history.ts';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';

test('perf', { timeout: 120_000 }, async () => {
  await page.viewport(1440, 900);
  const lines: string[] = [];
  const head = {"format":"wirestep-trace","version":1,"id":"x","title":"t","epoch_ns":"1790000000000000000","mono_ns":"1000","clock":"t","generator":"t","host":{"os":"linux","arch":"x64","runtime":"node"},"pid":1,"programs":[],"protocol":{"header_bytes":64,"pad":"20","encoding":"utf-8","framed_replies":false},"detail":"lines","ext":{}};
  lines.push(JSON.stringify(head));
  let i = 0;
  const add = (o: object) => lines.push(JSON.stringify({ i: ++i, t: i * 1000, ...o }));
  const src = Array.from({ length: 50 }, (_, n) => `line ${n + 1} of the source with text`).join('\n');
  add({ k: 'prog.start', p: 1, name: 'server', role: 'server', argv: [] });
  add({ k: 'file', p: 1, f: 1, path: 'a.py', language: 'python', source: src });
  const N = 1_000_000;
  const T = 64;
  for (let n = 1; n <= T; n++) add({ k: 'thread.run', p: 1, th: n, name: `Thread-${n}`, tid: n });
  while (i < N) {
    const th = (i % T) + 1;
    for (let l = 10; l < 16; l++) add({ k: 'line', p: 1, th, f: 1, l, fn: 'handle', locals: { n: String(i) } });
    const c = i + 1;
    add({ k: 'recv', p: 1, th, s: th, fd: th, max: 64, queued: 0 });
    add({ k: 'recv.ret', p: 1, th, s: th, fd: th, re: c, n: 4, off: Math.floor(i / T) * 4, u: 'abcd' });
    add({ k: 'out', p: 1, th, stream: 'stdout', text: `hello ${i}\n` });
  }
  const t0 = performance.now();
  const { trace } = parseTrace(new TextEncoder().encode(lines.join('\n') + '\n'), OWN);
  lines.length = 0;
  const out: string[] = [`parse ${(performance.now() - t0).toFixed(0)}`];
  let t = performance.now();
  new Executions().read(trace, () => true);
  out.push(`executions ${(performance.now() - t).toFixed(0)}`);
  t = performance.now();
  historyOf(trace, 5);
  out.push(`history ${(performance.now() - t).toFixed(1)}`);
  const player = new PlayerState(trace, undefined, undefined);
  player.replay.seek(trace.length >> 1);
  const boxes = await Promise.all([Source, Terminals, Inspector].map((view) => render(view as typeof Source, { player, highlighted: [] })));
  boxes.forEach(({ container }, n) => (container.style.cssText = `position:absolute;left:${n * 450}px;display: flex; flex-direction: column; width: 440px; height: 400px`));
  await page.getByRole('button', { name: 'Thread', exact: true }).click();
  await new Promise((r) => setTimeout(r, 4000));
  const measure = async (name: string, go: () => void) => {
    const times: number[] = [];
    const long: number[] = [];
    for (let n = 0; n < 40; n++) {
      const begin = performance.now();
      go();
      flushSync();
      document.body.getBoundingClientRect();
      times.push(performance.now() - begin);
      const seen = performance.now();
      await new Promise((r) => requestAnimationFrame(() => setTimeout(r)));
      long.push(performance.now() - seen);
    }
    times.sort((a, b) => a - b);
    long.sort((a, b) => a - b);
    out.push(`${name}: median ${times[20]?.toFixed(1)} p95 ${times[37]?.toFixed(1)} max ${times[39]?.toFixed(1)}; frame ${long[20]?.toFixed(0)} ${long[39]?.toFixed(0)}`);
  };
  await measure('forward', () => player.replay.forward());
  await measure('back', () => player.replay.back());
  await measure('seek', () => player.replay.seek(Math.floor(Math.random() * trace.length)));
  player.replay.thread = 5;
  await measure('thread forward', () => player.replay.forward());
  throw new Error(out.join('\n'));
});
