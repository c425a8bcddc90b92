/**
 * The version of wirestep that this page was written out with as a web site: in a mark that
 * `npm run build:site` leaves in `index.html`. Undefined where a running wirestep serves the page.
 */
export function siteVersion(page: ParentNode = document): string | undefined {
  return page.querySelector('meta[name="wirestep-site"]')?.getAttribute('content') ?? undefined;
}
