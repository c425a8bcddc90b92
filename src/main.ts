import { mount } from 'svelte';
import App from './App.svelte';
import { ARRIVAL } from './sources/arrival.ts';
import './views/style/tokens.css';
import './views/style/base.css';

const target = document.querySelector('#app') ?? document.body;

/** Undefined where the link, if it is one that gives a role, has given it. */
async function refusal(): Promise<string | undefined> {
  if (!ARRIVAL.test(location.hash)) return undefined;
  const { arrive } = await import('./sources/arrive.ts');
  return arrive({ location, history, fetch: (url, how) => fetch(url, how) });
}

// In a page that is open already: before anybody shows the address.
window.addEventListener('hashchange', (event) => {
  if (!ARRIVAL.test(location.hash)) return;
  event.stopImmediatePropagation();
  location.reload();
});

// Not awaited at the top: the bundle would come in forty pieces then.
void refusal().then(begin);

async function begin(refused: string | undefined): Promise<void> {
  if (refused === undefined) return void mount(App, { target });
  const { default: Refused } = await import('./views/shell/Refused.svelte');
  mount(Refused, { target, props: { text: refused, next: () => location.reload() } });
}
