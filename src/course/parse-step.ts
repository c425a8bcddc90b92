import { lineOf, type AuthorFile } from './author-file.ts';
import { readCue } from './cue.ts';
import {
  attributesOf,
  misplaced,
  oneOf,
  onlyAttributes,
  shown,
  wholeNumber,
} from './directives.ts';
import type { Container, Leaf } from './directives.ts';
import { MEASURES, STAGES, VIEWS } from './lesson.ts';
import type { Highlight, Hold, LessonBlock, LessonStep, Stage, StepNotes, View } from './lesson.ts';
import type { Content, OfType } from './markdown.ts';
import { toNode, wordsOf } from './nodes.ts';
import { questionKind, readQuestion } from './parse-question.ts';

/** A heading and what stands below it. */
export interface Section {
  readonly heading: OfType<'heading'>;
  readonly content: readonly Content[];
}

/** What a step has of the one before, where it says nothing of it. */
interface Before {
  readonly stage: Stage;
  readonly recording: string;
}

const PANELS = ['locals', 'thread'] as const;

type Change<T> = { -readonly [K in keyof T]?: T[K] };

/** Reads one step: its cue, its text, and what it asks of the page. */
export function readStep(file: AuthorFile, section: Section, before: Before): LessonStep {
  const { heading, content } = section;
  const title = wordsOf(heading.children);
  if (title === '') file.fail(heading, 'a step has a title: ## Some words');
  const found: Change<LessonStep> = {};
  const seen = new Set<string>();
  const body: LessonBlock[] = [];
  const holds: Hold[] = [];
  for (const node of content) {
    if (node.type === 'leafDirective') readLeaf(node);
    else if (node.type === 'containerDirective') readContainer(node);
    else body.push({ block: 'text', node: toNode(file, node) });
  }
  const { cue, line } = found;
  if (cue === undefined || line === undefined) {
    return file.fail(heading, 'a step needs a ::cue{kind="…" …}');
  }
  return { title, ...before, ...found, body, cue, line, holds };

  function readLeaf(node: Leaf): void {
    switch (node.name) {
      case 'step':
        return void Object.assign(found, once(node), readHead(file, node));
      case 'cue':
        return void Object.assign(found, once(node), cueOf(file, node));
      case 'highlight':
        return void Object.assign(found, once(node), { highlight: readHighlight(file, node) });
      case 'holds':
        return void holds.push(readHold(file, node));
      case 'runs':
        return void body.push(readRuns(file, node));
      case 'lab':
        return void body.push(readLab(file, node));
      case 'measure':
        return void body.push(readMeasure(file, node));
      default:
        misplaced(file, node);
    }
  }

  function readContainer(node: Container): void {
    const kind = questionKind(node.name);
    if (kind !== undefined) {
      if (seen.has('question')) file.fail(node, 'a step has one question: begin a new step');
      seen.add('question');
      body.push({ block: 'question', question: readQuestion(file, node, kind) });
    } else if (node.name === 'aside') body.push(readAside(file, node));
    else if (node.name === 'notes') {
      once(node);
      found.notes = readNotes(file, node);
    } else misplaced(file, node);
  }

  function once(node: Leaf | Container): object {
    if (seen.has(node.name)) file.fail(node, `a step has one ${shown(node)}, not two`);
    seen.add(node.name);
    return {};
  }
}

function readHead(file: AuthorFile, node: Leaf): Change<LessonStep> {
  const { stage, recording, show } = onlyAttributes(file, node, ['stage', 'recording', 'show']);
  const head: Change<LessonStep> = {};
  if (stage !== undefined) head.stage = oneOf(file, node, 'stage', stage, STAGES);
  if (recording !== undefined) head.recording = recordingName(file, node, recording);
  if (show !== undefined) {
    const views = show.split(/[\s,]+/).filter((word) => word !== '');
    const all = views.map((word) => oneOf(file, node, 'show', word, VIEWS));
    head.show = ['lesson', ...all.filter((view: View) => view !== 'lesson')];
  }
  return head;
}

function cueOf(file: AuthorFile, node: Leaf): Change<LessonStep> {
  const { id, ...attributes } = attributesOf(node);
  const cue = readCue(attributes);
  if (typeof cue === 'string') return file.fail(node, cue);
  const place = { cue, line: lineOf(node) };
  return id === undefined ? place : { ...place, id: file.claim(id, node) };
}

function readHighlight(file: AuthorFile, node: Leaf): Highlight {
  const names = ['view', 'byte', 'thread', 'panel'] as const;
  const { view, byte, thread, panel } = onlyAttributes(file, node, names);
  const found: Change<Highlight> = {};
  if (view !== undefined) found.view = oneOf(file, node, 'view', view, VIEWS);
  if (panel !== undefined) found.panel = oneOf(file, node, 'panel', panel, PANELS);
  if (thread !== undefined) found.thread = thread;
  if (byte !== undefined) {
    const [, way, offset] = /^(up|down):(\d{1,9})$/.exec(byte) ?? [];
    if (way === undefined) file.fail(node, `byte is a way and an offset: up:0, not "${byte}"`);
    found.byte = { way: way as 'up' | 'down', offset: Number(offset) };
  }
  return found;
}

function readHold(file: AuthorFile, node: Leaf): Hold {
  const { never, count, ...attributes } = attributesOf(node);
  const cue = readCue(attributes);
  if (typeof cue === 'string') return file.fail(node, cue);
  const line = lineOf(node);
  if (never !== undefined) return { cue, count: 0, line };
  if (count === undefined) return { cue, line };
  return { cue, count: wholeNumber(file, node, 'count', count), line };
}

/** `nagle`, of this lesson, `SLUG.nagle` of another one, `preset/good`: links' names come later. */
function readRuns(file: AuthorFile, node: Leaf): LessonBlock {
  const { left = '', right = '' } = onlyAttributes(file, node, ['left', 'right']);
  for (const side of [left, right]) {
    if (!/^(preset\/)?[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)?$/.test(side)) {
      file.fail(node, `::runs names two recordings: left="nagle", not "${side}"`);
    }
    file.refer('recording', side, node);
  }
  return { block: 'runs', left, right, label: wordsOf(node.children) || 'Compare the two runs' };
}

function readLab(file: AuthorFile, node: Leaf): LessonBlock {
  const { preset = '' } = onlyAttributes(file, node, ['preset']);
  if (preset === '') file.fail(node, '::lab names a preset: ::lab[…]{preset="good"}');
  file.refer('lab', preset, node);
  return { block: 'lab', preset, label: wordsOf(node.children) || 'Change it in the byte lab' };
}

function readMeasure(file: AuthorFile, node: Leaf): LessonBlock {
  const [what = ''] = Object.keys(onlyAttributes(file, node, MEASURES));
  return { block: 'measure', what: oneOf(file, node, 'what is measured', what, MEASURES) };
}

function readAside(file: AuthorFile, node: Container): LessonBlock {
  onlyAttributes(file, node, []);
  const [label, ...rest] = node.children as readonly Content[];
  if (label?.type !== 'paragraph' || label.data === undefined) {
    return file.fail(node, 'an aside has a title: :::aside[Some words]');
  }
  const nodes = rest.map((child) => textNode(file, child));
  return { block: 'aside', title: wordsOf(label.children), nodes };
}

function readNotes(file: AuthorFile, node: Container): StepNotes {
  const { minutes } = onlyAttributes(file, node, ['minutes']);
  const nodes = (node.children as readonly Content[]).map((child) => textNode(file, child));
  if (minutes === undefined) return { nodes };
  return { minutes: wholeNumber(file, node, 'minutes', minutes), nodes };
}

function textNode(file: AuthorFile, node: Content) {
  if (node.type === 'leafDirective' || node.type === 'containerDirective') misplaced(file, node);
  return toNode(file, node);
}

function recordingName(file: AuthorFile, node: Leaf, name: string): string {
  if (/^[a-z0-9][a-z0-9-]*$/.test(name)) return name;
  return file.fail(node, `a recording is named in small letters, digits and -, not "${name}"`);
}
