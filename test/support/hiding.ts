import { createSentences } from '../../src/narration/sentence.ts';
import type { Trace } from '../../src/trace/trace.ts';

/** Everything that the page says: text, and every attribute that is shown or spoken. */
export function saidOnPage(): string {
  const attributes = [...document.querySelectorAll('*')].flatMap((element) =>
    [...element.attributes]
      .filter(({ name }) => name === 'title' || name === 'href' || name.startsWith('aria-'))
      .map(({ value }) => value),
  );
  return [document.body.textContent, document.title, ...attributes].join('\n');
}

/** Sentences of the events after `seq` that no event before it has too. */
export function sentencesAfter(trace: Trace, seq: number): readonly string[] {
  const sentences = createSentences(trace);
  const all = Array.from({ length: trace.length }, (_, position) => sentences(position));
  const cut = trace.positionOf(seq);
  const before = new Set(all.slice(0, cut + 1));
  return [...new Set(all.slice(cut + 1))].filter((one) => one !== '' && !before.has(one));
}
