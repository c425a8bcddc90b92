import type { Plugin } from 'vite';

/** The font of the words. The other one is seen later, and would make the first words wait. */
const FIRST = /(^|\/)inter-[^/]*\.woff2$/;

/**
 * Asks for the words' font together with the script, not once a style needs it: the first words
 * then stand in it, and nothing moves when it comes.
 */
export const preloadFonts: Plugin = {
  name: 'preload-fonts',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) =>
      Object.keys(bundle)
        .filter((file) => FIRST.test(file))
        .map((file) => ({
          tag: 'link',
          injectTo: 'head' as const,
          attrs: {
            rel: 'preload',
            href: `./${file}`,
            as: 'font',
            type: 'font/woff2',
            crossorigin: true,
          },
        })),
  },
};
