import { loadSys } from '../../server/sys/load.ts';
import { listen } from './rule.ts';
import { startThread } from './threads.ts';

/** A process with a thread that blocks for ever, which ends itself. */
const [, , worker = ''] = process.argv;
const sys = loadSys();
const { listener } = listen(sys);
void startThread(worker, { call: 'accept', fd: listener }).then(() => sys.exitNow(7));
