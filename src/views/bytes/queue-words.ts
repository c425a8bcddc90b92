import type { Place, Segment } from './queues.ts';

/** "12 bytes of a payload, 64 to 75: waiting here, measured" */
export function segmentWords({ from, to, tone, place }: Segment): string {
  const count =
    to - from === 1
      ? `1 byte${OF[tone]}, ${from}`
      : `${to - from} bytes${OF[tone]}, ${from} to ${to - 1}`;
  return `${count}: ${WHERE[place]}`;
}

const OF: Readonly<Record<Segment['tone'], string>> = {
  header: ' of a header',
  payload: ' of a payload',
  reply: ' of the reply',
  unknown: '',
};

const WHERE: Readonly<Record<Place, string>> = {
  waiting: 'waiting here, measured',
  way: 'in the sender’s kernel or on the way, derived',
  sent: 'sent and not taken; where they are was not measured',
};
