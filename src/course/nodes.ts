import { LessonError, type LessonNode, type Tag } from './lesson.ts';
import type { Content, OfType } from './markdown.ts';

const TAG_OF: Partial<Record<Content['type'], Tag>> = {
  paragraph: 'p',
  listItem: 'li',
  strong: 'strong',
  emphasis: 'em',
};

/** Markdown → the few kinds of text that a lesson has. Anything else is an error with its line. */
export function toNode(file: string, node: Content): LessonNode {
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
    default: {
      const line = node.position?.start.line ?? 1;
      throw new LessonError(file, line, `a lesson cannot have ${describe(node)} here`);
    }
  }
}

function inside(file: string, parent: Content): readonly (LessonNode | string)[] {
  if (!('children' in parent)) return [];
  return parent.children.flatMap((child): readonly (LessonNode | string)[] => {
    if (child.type === 'text') return [child.value.replaceAll('\n', ' ')];
    // A list item's only paragraph is the item itself.
    if (child.type === 'paragraph' && parent.type === 'listItem') return inside(file, child);
    return [toNode(file, child)];
  });
}

function checkLink(file: string, node: OfType<'link'>): string {
  if (node.url.startsWith('#/')) return node.url;
  const line = node.position?.start.line ?? 1;
  throw new LessonError(file, line, `a link leads to a page of wirestep (#/…), not "${node.url}"`);
}

function describe(node: Content): string {
  if ('name' in node && typeof node.name === 'string') return `the directive ":${node.name}"`;
  return `"${node.type}"`;
}
