import { Engine } from '../../server/thread/engine.ts';

/** A server of our own in a process of its own: `recorded FILE`, perhaps with a thread cap, or `bare`. */
const [how, file = '', maxThreads] = process.argv.slice(2);
const engine = new Engine({
  recorded: how === 'recorded',
  recording: how === 'recorded' ? { file, title: 'benchmark', detail: 'calls' } : undefined,
  maxThreads: maxThreads === undefined ? undefined : Number(maxThreads),
  onNotice: (text) => process.stderr.write(`${text}\n`),
});
const { port } = await engine.startServer({ host: '127.0.0.1', port: 0 });
process.on('message', () => void engine.stop().then(() => engine.exitNow(0)));
process.on('disconnect', () => engine.exitNow(1));
process.send?.({ port });
