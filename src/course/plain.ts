/** A lesson's text without its markup: for the search, and to see how long its sentences are. */
import type { LessonBlock, LessonNode } from './lesson.ts';

/** A piece of text, and which part of the lesson it stands in. */
export interface Words {
  readonly text: string;
  /** Shown only with an answer, or only to presenters. */
  readonly hidden?: true;
}

/** The words of a node: code is one word. */
export function plainText(node: LessonNode | string): string {
  if (typeof node === 'string') return node;
  const inner = node.children
    .map(plainText)
    .join(node.tag === 'ul' || node.tag === 'ol' ? ' ' : '');
  return inner;
}

/** Paragraphs and lines of a step's text, in order. */
export function wordsOf(body: readonly LessonBlock<unknown>[]): readonly Words[] {
  return body.flatMap((block): readonly Words[] => {
    switch (block.block) {
      case 'text':
        return paragraphs(block.node).map((text) => ({ text }));
      case 'aside':
        return [
          { text: block.title },
          ...block.nodes.flatMap(paragraphs).map((text) => ({ text })),
        ];
      case 'runs':
      case 'lab':
        return [{ text: block.label }];
      case 'measure':
        return [];
      case 'question': {
        const { question } = block;
        const labels =
          question.kind === 'choice'
            ? question.options.map(({ label }) => label)
            : question.kind === 'order'
              ? question.items.map(({ label }) => label)
              : [];
        return [
          ...[...question.prompt.flatMap(paragraphs), ...labels].map((text) => ({ text })),
          ...question.reason
            .flatMap(paragraphs)
            .map((text) => ({ text, hidden: true }) satisfies Words),
        ];
      }
    }
  });
}

/** A node's paragraphs: each item of a list is one; source text is none. */
export function paragraphs(node: LessonNode): readonly string[] {
  if (node.tag === 'pre') return [];
  if (node.tag === 'ul' || node.tag === 'ol') {
    return node.children.flatMap((child) => (typeof child === 'string' ? [] : paragraphs(child)));
  }
  return [plainText(node)];
}

/** The sentences of a text. */
export function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<=[.:?!…])\s+/).filter((sentence) => sentence.trim() !== '');
}

/** Words that a reader counts. */
export function wordCount(sentence: string): number {
  return sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
