import { PREDICATES } from '../../../analysis/find.ts';
import { SPEEDS } from '../../../replay/replay.svelte.ts';
import { visible } from '../../../trace/visible.ts';
import type { PlayerState } from '../../player/player-state.svelte.ts';
import { runCommand } from '../../player/run-command.ts';
import type { PlayerCommand } from '../../transport/keys.ts';
import { copyActions } from '../../copy/copy-actions.ts';
import { toggleBreakpoint } from '../../calls/breakpoints.ts';
import { jump } from '../../calls/jumps.ts';
import { PART_NAMES, partOf, PARTS, stayWith, unitsOf } from '../../transport/transport.ts';
import type { Action, Group } from './action.ts';

const MOST_CONNECTIONS = 200;
/** In a trace of so many events it shows at once what is not in it. */
const QUICK = 50_000;

const COMMANDS: readonly (readonly [PlayerCommand, Group, string, string])[] = [
  ['event-forward', 'Step', 'One event forward', '→'],
  ['event-back', 'Step', 'One event back', '←'],
  ['call-forward', 'Step', 'One call forward', 'Shift →'],
  ['call-back', 'Step', 'One call back', 'Shift ←'],
  ['play', 'Step', 'Play or pause', 'Space'],
  ['first', 'Go to', 'Before the first event', 'Home'],
  ['last', 'Go to', 'Last event', 'End'],
  ['find', 'Find', 'Search the calls', '/'],
  ['match-forward', 'Find', 'Next match', 'n'],
  ['match-back', 'Find', 'Previous match', 'N'],
  ['marker-forward', 'Go to', 'Next marker', ']'],
  ['marker-back', 'Go to', 'Previous marker', '['],
];
const PAGES: typeof COMMANDS = [
  ['page-forward', 'Go to', 'Next page of the lesson', 'PageDown'],
  ['page-back', 'Go to', 'Previous page of the lesson', 'PageUp'],
];

/** What can be done with the recording that is open. */
export function playerActions(player: PlayerState): readonly Action[] {
  const commands = player.lesson === undefined ? COMMANDS : [...PAGES, ...COMMANDS];
  return [
    ...commands.map(([command, group, title, keys]) => ({
      id: command,
      group,
      title,
      keys,
      run: () => runCommand(command, player),
    })),
    ...finds(player),
    ...copyActions(player),
    ...steps(player),
    ...threads(player),
    ...connections(player),
    ...looks(player),
  ];
}

function finds(player: PlayerState): readonly Action[] {
  const { replay } = player;
  return PREDICATES.flatMap((predicate): readonly Action[] => {
    const { id, title, means: words } = predicate;
    const { length } = replay.trace;
    if (length <= QUICK && predicate.positions(replay.trace).length === 0) return [];
    const stops = replay.breakpoints.includes(id);
    return [
      find(`next-${id}`, `Next ${title}`, words, () => jump(player, predicate, 1)),
      find(`previous-${id}`, `Previous ${title}`, words, () => jump(player, predicate, -1)),
      {
        ...find(`stop-${id}`, `Play stops at: ${title}`, `breakpoint ${words}`, () =>
          toggleBreakpoint(player, id),
        ),
        set: stops,
      },
    ];
  });
}

function find(id: string, title: string, words: string, run: () => void): Action {
  return { id, group: 'Find', title, words, run };
}

function steps(player: PlayerState): readonly Action[] {
  const { replay } = player;
  const step = (id: string, title: string, set: boolean, run: () => void): Action => ({
    id,
    group: 'Step',
    title,
    set,
    run,
  });
  const units = unitsOf(player).filter(({ none }) => !none);
  return [
    ...units.map(({ unit, name }) =>
      step(`by-${unit}`, `Step by ${name}`, replay.unit === unit, () => (replay.unit = unit)),
    ),
    ...PARTS.map((part) =>
      step(`part-${part}`, `Step ${PART_NAMES[part]}`, partOf(replay) === part, () =>
        stayWith(player, part),
      ),
    ),
    ...SPEEDS.map((speed) =>
      step(`speed-${speed}`, `Play at speed ${speed}×`, replay.speed === speed, () => {
        replay.speed = speed;
      }),
    ),
  ];
}

function threads(player: PlayerState): readonly Action[] {
  return player.replay.scene.threads.map(({ id, badge, name }, row) => ({
    id: `thread-${id}`,
    group: 'Threads',
    title: `Select ${badge} · ${visible(name)}`,
    keys: row < 9 ? String(row + 1) : undefined,
    set: player.replay.thread === id,
    run: () => player.select(id),
  }));
}

function connections({ replay }: PlayerState): readonly Action[] {
  const list = replay.scene.connections.slice(0, MOST_CONNECTIONS);
  const follow = list.map(({ id, clientAddress }): Action => ({
    id: `connection-${id}`,
    group: 'Connections',
    title: `Follow connection ${id}${clientAddress ? ` from ${clientAddress.join(':')}` : ''}`,
    set: replay.connection === id,
    run: () => (replay.connection = id),
  }));
  if (replay.connection === undefined) return follow;
  const title = 'Follow the connection of each event again';
  const all: Action = {
    id: 'connections',
    group: 'Connections',
    title,
    run: () => (replay.connection = undefined),
  };
  return [all, ...follow];
}

function looks(player: PlayerState): readonly Action[] {
  const view = (
    id: string,
    title: string,
    words: string,
    run: () => void,
    set = false,
  ): Action => ({
    id,
    group: 'Views',
    title,
    words,
    set,
    run,
  });
  const { scale, future, language } = player;
  return [
    view(
      'scale-step',
      'Lanes: each event one column',
      'step scale',
      () => (player.scale = 'step'),
      scale === 'step',
    ),
    view(
      'scale-time',
      'Lanes: real time',
      'time scale microseconds',
      () => (player.scale = 'time'),
      scale === 'time',
    ),
    view('zoom-fit', 'Lanes: all of the time', 'zoom fit', () => (player.zoom = undefined)),
    view(
      'future',
      future ? 'Hide the future' : 'Show the future',
      'after the playhead',
      () => (player.future = !future),
    ),
    view(
      'python',
      'Source in Python',
      'language',
      () => (player.language = 'python'),
      language === 'python',
    ),
    view(
      'typescript',
      'Source in TypeScript',
      'language',
      () => (player.language = 'typescript'),
      language === 'typescript',
    ),
  ];
}
