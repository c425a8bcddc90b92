import { assertNever } from '../../src/trace/format.ts';
import type { Parts } from './parts.ts';
import type { Newest } from './topics.ts';

/** Where the newest of each topic comes from. */
export function newestOf({ room, audit, sessions }: Parts): Newest {
  return (topic, caller) => {
    switch (topic) {
      case 'recordings':
      case 'lessons':
        return { type: topic };
      case 'you':
        return room.youOf(caller);
      case 'session':
        return sessions?.state;
      case 'holds':
        return sessions?.holds;
      case 'room':
        return room.state;
      case 'look':
        return room.look;
      case 'question':
        return room.questionFor(caller);
      case 'people':
        return room.people;
      case 'audit':
        return audit.state;
      default:
        return assertNever(topic);
    }
  };
}
