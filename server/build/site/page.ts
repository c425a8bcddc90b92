import { PAGE_POLICY } from '../../web/headers.ts';

/** What a policy in the page itself cannot say: browsers ignore it there and complain. */
const HEADER_ONLY = new Set(['frame-ancestors']);

/**
 * `index.html` as a web site has it: marked as a copy, and with the rules that our server sends as
 * headers. They stand first, before anything is loaded.
 */
export function sitePage(html: string, version: string): string {
  const metas = [
    `<meta http-equiv="Content-Security-Policy" content="${policy()}" />`,
    '<meta name="referrer" content="no-referrer" />',
    `<meta name="wirestep-site" content="${version}" />`,
  ];
  const [before, after, ...more] = html.split(CHARSET);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`the page has not one ${CHARSET}.`);
  }
  return [before, CHARSET, ...metas.map((meta) => `\n    ${meta}`), after].join('');
}

const CHARSET = '<meta charset="utf-8" />';

function policy(): string {
  return Object.entries(PAGE_POLICY)
    .filter(([name]) => !HEADER_ONLY.has(name))
    .map(([name, values]) => [name, ...values].join(' '))
    .join('; ');
}
