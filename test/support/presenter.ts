/** Getting a role as a page does: what the link carries is shown once, and a cookie comes back. */

/** A cookie, as browsers and Playwright take one. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
}

/** Shows what a link of the start output carries. Throws what the server said where it refused. */
export async function redeem(link: string): Promise<Cookie> {
  const { origin, href, hash } = new URL(link);
  const [, kind, secret] = /^#(presenter|join)=(.+)$/.exec(hash) ?? [];
  const body = JSON.stringify(kind === 'join' ? { code: secret } : { token: secret });
  const headers = { origin, 'content-type': 'application/json' };
  const answer = await fetch(new URL(`api/${kind}`, href), { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  const [, name, value] = /^([^=]+)=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '') ?? [];
  if (name === undefined || value === undefined) throw new Error(`No cookie for ${kind}.`);
  return { name, value };
}
