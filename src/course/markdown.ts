import remarkDirective from 'remark-directive';
import remarkFrontmatter from 'remark-frontmatter';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

/** Reads a lesson's text: Markdown with front matter and directives. */
export const markdown = unified()
  .use(remarkParse)
  .use(remarkFrontmatter)
  .use(remarkDirective)
  .freeze();

export type Root = ReturnType<typeof markdown.parse>;
/** Anything below the root. */
export type Content = Root['children'][number];
export type OfType<T extends Content['type']> = Extract<Content, { readonly type: T }>;
