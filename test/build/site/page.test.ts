import { expect, test } from 'vitest';
import { sitePage } from '../../../server/build/site/page.ts';
import { PAGE_POLICY } from '../../../server/web/headers.ts';

const PAGE = '<head>\n    <meta charset="utf-8" />\n    <script src="./a.js"></script>\n  </head>';

/** The policy in a page, directive by directive. */
function policyIn(html: string): readonly string[] {
  const found = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html);
  return found?.[1]?.split('; ') ?? [];
}

test("the policy is the server's, but for what only a header can say", () => {
  const { 'frame-ancestors': _only, ...rest } = PAGE_POLICY;
  const expected = Object.entries(rest).map(([name, values]) => [name, ...values].join(' '));
  expect(policyIn(sitePage(PAGE, '0.1.0'))).toEqual(expected);
  expect(expected).toContain("script-src 'self'");
  expect(expected).toContain("require-trusted-types-for 'script'");
});

test('the policy stands before everything that is loaded', () => {
  const html = sitePage(PAGE, '0.1.0');
  expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<script'));
  expect(html.indexOf('charset')).toBeLessThan(html.indexOf('Content-Security-Policy'));
});

test('the page is marked with the version, and sends no referrer', () => {
  const html = sitePage(PAGE, '0.1.0');
  expect(html).toContain('<meta name="wirestep-site" content="0.1.0" />');
  expect(html).toContain('<meta name="referrer" content="no-referrer" />');
});

test('a page that looks otherwise is not written without its policy', () => {
  expect(() => sitePage('<head></head>', '0.1.0')).toThrow('has not one');
  expect(() => sitePage(PAGE + PAGE, '0.1.0')).toThrow('has not one');
});
