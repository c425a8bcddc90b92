import { type AuthorFile } from './author-file.ts';
import { shown } from './directives.ts';
import type { LessonNode, Tag } from './lesson.ts';
import type { Content, OfType } from './markdown.ts';

const TAG_OF: Partial<Record<Content['type'], Tag>> = {
  paragraph: 'p',
  listItem: 'li',
  strong: 'strong',
  emphasis: 'em',
};

/** Markdown → the few kinds of text that a lesson has. Anything else is an error with its line. */
export function toNode(file: AuthorFile, node: Content): LessonNode {
  const tag = TAG_OF[node.type];
  if (tag !== undefined && 'children' in node) return { tag, children: inside(file, node) };
  switch (node.type) {
    case 'list':
      return { tag: node.ordered === true ? 'ol' : 'ul', children: inside(file, node) };
    case 'inlineCode':
      return { tag: 'code', children: [node.value] };
    case 'code':
      return { tag: 'pre', children: [node.value] };
    case 'link':
      return { tag: 'a', href: checkLink(file, node), children: inside(file, node) };
    case 'textDirective':
      return termNode(file, node);
    case 'heading':
      return file.fail(node, 'a heading cannot stand here: is the ::: above it closed?');
    default:
      return file.fail(node, `a lesson cannot have "${node.type}" here`);
  }
}

/** The words of some Markdown, without markup. */
export function wordsOf(nodes: readonly Content[]): string {
  return nodes
    .map((node) =>
      'value' in node ? node.value : 'children' in node ? wordsOf(node.children) : '',
    )
    .join('')
    .trim();
}

function inside(file: AuthorFile, parent: Content): readonly (LessonNode | string)[] {
  if (!('children' in parent)) return [];
  const pieces = parent.children.flatMap((child): readonly (LessonNode | string)[] => {
    if (child.type === 'text') return [words(file, child)];
    // Not meant as a directive: the 30 of "12:30".
    if (child.type === 'textDirective' && /^\d/.test(child.name)) return [`:${child.name}`];
    // A list item's only paragraph is the item itself.
    if (child.type === 'paragraph' && parent.type === 'listItem') return inside(file, child);
    return [toNode(file, child)];
  });
  return joined(pieces);
}

function words(file: AuthorFile, node: OfType<'text'>): string {
  const broken = /^(:{2,}[a-z-]+)/m.exec(node.value)?.[1];
  if (broken !== undefined) {
    file.fail(
      node,
      `"${broken}" cannot be read as a directive: leave a line empty above it, ` +
        'and write its values in quotes, n="<64"',
    );
  }
  return node.value.replaceAll('\n', ' ');
}

function termNode(file: AuthorFile, node: OfType<'textDirective'>): LessonNode {
  if (node.name !== 'term') {
    file.fail(node, `unknown directive "${shown(node)}"; in a text there is :term[word]`);
  }
  const term = node.attributes?.['name'] ?? wordsOf(node.children);
  if (term === '') file.fail(node, 'a term is written :term[word], or :term[words]{name="word"}');
  file.refer('term', term, node);
  return { tag: 'term', term, children: inside(file, node) };
}

function checkLink(file: AuthorFile, node: OfType<'link'>): string {
  if (!node.url.startsWith('#/')) {
    file.fail(node, `a link leads to a page of wirestep (#/…), not "${node.url}"`);
  }
  file.refer('link', node.url, node);
  return node.url;
}

/** Texts side by side are one text. */
function joined(pieces: readonly (LessonNode | string)[]): readonly (LessonNode | string)[] {
  const all: (LessonNode | string)[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') all[all.length - 1] = last + piece;
    else all.push(piece);
  }
  return all;
}
