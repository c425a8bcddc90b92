/**
 * The way in behind every npm script. It only looks at Node's version, in syntax that old ones
 * read; `modes.mjs` does the rest.
 */
const version = process.versions.node.split('.').map(Number);

if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  process.stderr.write(
    'wirestep needs Node 20.19 or newer, and this is ' + process.version + ': see nodejs.org.\n',
  );
  process.exitCode = 1;
} else {
  import('./modes.mjs').then(({ launch }) => launch(process.argv.slice(2)));
}
