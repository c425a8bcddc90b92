import { Sessions } from '../../../server/live/sessions.ts';
import { createWeb } from '../../../server/web/web.ts';

/** A live session with its web server and an open class, in a process of its own: `FOLDER`. */
const [dir = ''] = process.argv.slice(2);
const sessions = new Sessions({
  ...{ folder: { dir }, host: '127.0.0.1', maxThreads: 64 },
  onNotice: (text) => void process.stderr.write(`${text}\n`),
});
await sessions.begin({ program: 'course', port: 0, title: 'benchmark' });
const web = createWeb({
  ...{ pageDir: dir, dataDir: dir, version: 'benchmark', host: '127.0.0.1', port: 0 },
  ...{ mode: 'network' as const, sessions },
});
const { port: uiPort } = await web.start();
process.on('message', () => void stop());
process.on('disconnect', () => sessions.exitNow(1));
const { port, recording } = sessions.state;
process.send?.({ port, uiPort, recording, join: web.joinLinks()[0] });

async function stop(): Promise<void> {
  await Promise.all([web.stop(), sessions.stop()]);
  sessions.exitNow(0);
}
