// Runs a command line of Node's, then says how it ended and what is in a folder.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const [folder, ...args] = process.argv.slice(2);
const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
process.stdout.write(JSON.stringify({ status, stdout, stderr, left: readdirSync(folder) }));
