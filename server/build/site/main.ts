/** `npm run build:site`: what `launch.mjs` runs once the page is built. */
import { buildSiteCommand } from './command.ts';

process.exitCode = await buildSiteCommand(process.argv.slice(2));
