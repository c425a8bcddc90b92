import { createReadStream, createWriteStream, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { VERSION } from '../../version.ts';
import { TRACE_SUFFIX } from '../../data/ids.ts';
import { claimFolder } from './folder.ts';
import { sitePage } from './page.ts';
import { findRecordings } from './recordings.ts';

export interface SiteRequest {
  /** Folder of the built page, with its lessons. */
  readonly page: string;
  /** Folder to write. */
  readonly out: string;
  /** Files and folders of recordings. */
  readonly recordings: readonly string[];
}

/** What was written. */
export interface SiteReport {
  readonly files: number;
  readonly bytes: number;
  readonly lessons: number;
  readonly recordings: number;
}

/** Either a text, or the first bytes of a file. */
type Content = string | { readonly from: string; readonly bytes?: number };

/**
 * Writes page, lessons and recordings as a folder that any static host serves. The same input gives
 * the same bytes. Throws an Error in words, before anything is written, for what cannot be.
 */
export async function buildSite({ page, out, recordings }: SiteRequest): Promise<SiteReport> {
  const contents = new Map<string, Content>();
  for (const file of filesIn(page)) contents.set(file, { from: join(page, file) });
  contents.set('index.html', sitePage(readFileSync(join(page, 'index.html'), 'utf8'), VERSION));
  const found = await findRecordings(recordings);
  for (const { row, file } of found) {
    // One that still grows is taken as it was when its row was made.
    const content = { from: file, bytes: row.bytes };
    contents.set(`recordings/${row.id}${TRACE_SUFFIX}`, content);
  }
  contents.set('recordings/index.json', JSON.stringify(found.map(({ row }) => row)));

  const files = [...contents.keys()].sort();
  claimFolder(out, files);
  let bytes = 0;
  for (const file of files) bytes += await write(join(out, file), contents.get(file) ?? '');
  const lessons = files.filter((file) => /^lessons\/(?!index)[^/]+\.json$/.test(file)).length;
  return { files: files.length, bytes, lessons, recordings: found.length };
}

/** The files of a folder and its folders, with `/` between the parts of their paths. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((file) => file.split(sep).join('/'));
}

/** Writes one file; how many bytes it has. */
async function write(path: string, content: Content): Promise<number> {
  mkdirSync(dirname(path), { recursive: true });
  if (typeof content === 'string') {
    writeFileSync(path, content);
    return Buffer.byteLength(content);
  }
  const end = content.bytes === undefined ? undefined : content.bytes - 1;
  const target = createWriteStream(path);
  await pipeline(createReadStream(content.from, { end }), target);
  return target.bytesWritten;
}
