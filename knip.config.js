/** What is used from outside the import graph: entries of npm scripts, of bundles, of workers. */
export default {
  entry: [
    'server/build/{launch,modes,build,dev}.mjs',
    'server/build/{content,site/main}.ts',
    'server/cli/main.ts',
    'server/{thread,recorder}/worker.ts',
    'server/programs/*.ts',
    'src/single.ts',
    'src/sources/embedded{,-names}.ts',
    'test/**/*.test.ts',
    'test/**/*-{worker,process,probe,server}.{ts,mjs}',
    'test/setup/{build,install,count-reporter}.ts',
    'test/bench/bench.ts',
    'test/windows/{run.mjs,main.ts}',
  ],
  project: ['server/**/*.{ts,mjs}', 'src/**/*.{ts,svelte,css}', 'test/**/*.{ts,mjs}'],
  compilers: {
    // Fonts are used by their address in a style sheet.
    css: (text) =>
      [...text.matchAll(/url\('(@[^']+)'\)/g)].map(([, path]) => `import '${path}';`).join('\n'),
  },
  ignoreExportsUsedInFile: true,
  ignoreBinaries: ['taskset', 'strace', 'mkfifo', 'wineserver'],
  // Their released files are opened in a browser, to see that they read the exports.
  ignoreDependencies: ['asciinema-player', 'mermaid', 'speedscope'],
  // vitest finds it from the project's folder, knip looks from vite's root.
  ignoreUnresolved: ['test/setup/build.ts'],
};
