import { defineConfig } from 'vitest/config';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { preloadFonts } from './server/build/preload-fonts.ts';
import { findBrowser } from './test/setup/browser.ts';

/** One configuration for the page's build and for the three kinds of tests. */
const page = svelte({ configFile: false, compilerOptions: { runes: true, fragments: 'tree' } });

export default defineConfig({
  root: 'src',
  base: './',
  cacheDir: '../node_modules/.vite',
  plugins: [page, preloadFonts],
  build: {
    outDir: '../dist/page',
    emptyOutDir: true,
    target: 'es2023',
    // The names of all characters: one chunk, asked for by who points at a letter.
    chunkSizeWarningLimit: 2_000,
    // What the first lesson needs comes as one piece: packed together it is smaller than in twenty.
    rolldownOptions: {
      // Who starts wirestep wants no word about the bundler's plugins.
      checks: { bundlerTimings: false },
      output: { codeSplitting: { groups: [{ name: 'page', tags: ['$initial'] }] } },
    },
    // A font in a data: address would be blocked by the page's content security policy.
    assetsInlineLimit: (file) => (/\.woff2?$/.test(file) ? false : undefined),
  },
  worker: { format: 'es' },
  server: { host: '127.0.0.1' },
  // Imported when first needed: found only then, it would make the page load again.
  optimizeDeps: { include: ['unicode-name'] },
  test: {
    // A busy machine is slow, not wrong: only a test that fails takes this long.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        root: import.meta.dirname,
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/e2e/**', 'test/windows/**'],
          globalSetup: ['test/setup/build.ts'],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        root: import.meta.dirname,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: findBrowser() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        extends: true,
        root: import.meta.dirname,
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/setup/build.ts'],
          testTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
