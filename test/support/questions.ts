/** A lesson with a question of every kind, about the conversation of one message. */
import type {
  CuedBlock,
  CuedLesson,
  CuedQuestion,
  CuedStep,
  LessonNode,
} from '../../src/course/lesson.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { oneMessage } from './conversation.ts';
import { lesson, paragraph, step } from './lesson.ts';

const talk = oneMessage();
talk.add('end');
export const parsed = parseTrace(talk.bytes());
const { trace } = parsed;

export const seqOf = (kind: Parameters<typeof trace.ofKind>[0], nth = 0): number =>
  trace.seqs[trace.ofKind(kind)[nth] as number] as number;

const words = (text: string): LessonNode => ({ tag: 'p', children: [text] });
const asked = (id: string, prompt: string) => ({
  id,
  prompt: [words(prompt)],
  reason: [words(`The reason of ${id}.`)],
});
const block = (question: CuedQuestion): CuedBlock => ({ block: 'question', question });

/** Each asks at an event before its answer. */
const STEPS: readonly (Partial<CuedStep> & Pick<CuedStep, 'seq' | 'title'>)[] = [
  {
    title: 'They meet',
    stage: 'predict',
    seq: seqOf('connect'),
    show: ['lesson', 'terminals'],
    body: [
      paragraph('Two programs.'),
      block({
        ...asked('leave', 'How many bytes leave the client?'),
        kind: 'choice',
        options: [
          { label: '12 bytes', conditions: { end: '12' } },
          { label: '64 bytes', conditions: { end: '64' } },
          { label: '76 bytes', conditions: { end: '76' } },
        ],
        answer: seqOf('send', 1),
      }),
      paragraph('Behind the question.'),
    ],
  },
  {
    title: 'The header leaves',
    seq: seqOf('send'),
    body: [
      block({
        ...asked('take', 'How many bytes does the recv take?'),
        kind: 'number',
        unit: 'bytes',
        fact: 'n',
        answer: seqOf('recv.ret'),
      }),
    ],
  },
  {
    title: 'The header arrives',
    seq: seqOf('recv.ret'),
    body: [
      block({
        ...asked('fill', 'Fill in the header.'),
        kind: 'bytes',
        cells: 64,
        answer: seqOf('send'),
      }),
    ],
  },
  {
    title: 'Line 10',
    seq: seqOf('line', 2),
    body: [
      block({
        ...asked('order', 'What comes after what?'),
        kind: 'order',
        items: [
          { label: 'it asks', event: seqOf('recv', 2) },
          { label: 'it gets', event: seqOf('recv.ret', 1) },
          { label: 'it replies', event: seqOf('send', 2) },
        ],
      }),
    ],
  },
  {
    title: 'It asks again',
    seq: seqOf('recv', 2),
    body: [
      block({
        ...asked('point', 'Point at the first byte of the payload.'),
        kind: 'point',
        at: 'byte',
        answer: seqOf('send', 1),
      }),
    ],
  },
  {
    title: 'The payload arrives',
    seq: seqOf('recv.ret', 1),
    body: [
      block({
        ...asked('print', 'What does the client print?'),
        kind: 'text',
        fact: 'text',
        answer: seqOf('out', 3),
      }),
    ],
  },
  { title: 'It is over', seq: seqOf('out', 3), body: [paragraph('The end of the lesson.')] },
];

export const questions: CuedLesson = lesson(STEPS.map(step));
