/**
 * What is looked at: everything that a link brings back besides the place. In an address each field
 * is one parameter; a field at its default has none.
 */
import { PREDICATES } from '../analysis/find.ts';
import { KINDS } from '../trace/format.ts';
import type { Kind } from '../trace/format.ts';
import { UNITS, type Unit } from './steps.ts';

export type Scale = 'step' | 'time';
/** What stands above the calls: the selected thread's locals, or the thread itself. */
export type Panel = 'locals' | 'thread';
export type Language = 'python' | 'typescript';

/** One byte of a connection's stream. */
export interface ByteAt {
  /** `up`: client to server. */
  readonly way: 'up' | 'down';
  readonly offset: number;
}

/** A span of recorded time, in nanoseconds since the trace began. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** What of the calls is listed; everything where nothing is asked for. */
export interface CallFilter {
  readonly thread?: number;
  readonly connection?: number;
  /** Kinds of calls; all where there is none. */
  readonly kinds: readonly Kind[];
}

export interface Look {
  /** `seq` of the event at the playhead: it stays right when a view counts differently. */
  readonly seq?: number;
  /** The selected thread. */
  readonly thread?: number;
  /** Back and Forward stop only at events of the selected thread. */
  readonly only?: boolean;
  /** The connection that is followed. */
  readonly connection?: number;
  /** The view in front where there is room for one only. */
  readonly view?: string;
  readonly unit?: Unit;
  readonly scale?: Scale;
  /** What of the time scale is in sight; absent: all of it. */
  readonly zoom?: TimeWindow;
  /** What is after the playhead is drawn too. */
  readonly future?: boolean;
  readonly language?: Language;
  readonly panel?: Panel;
  /** The byte that is followed in all views. */
  readonly byte?: ByteAt;
  /** Threads that keep their lane, in the order of the lanes. */
  readonly pins?: readonly number[];
  /** Ids of the predicates that play stops at. */
  readonly breakpoints?: readonly string[];
  readonly listed?: CallFilter;
  /** What the call list is searched for. */
  readonly find?: string;
}

const NUMBER = /^\d{1,15}$/;
const MOST_PINS = 16;
const MOST_FIND = 200;

/** The parameters of a look, in a fixed order. */
export function writeLook(look: Look): URLSearchParams {
  const parameters = new URLSearchParams();
  const put = (name: string, value: string | number | undefined): void => {
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  };
  put('i', look.seq);
  put('th', look.thread);
  put('only', look.only ? 1 : undefined);
  put('conn', look.connection);
  put('view', look.view);
  put('by', look.unit === 'event' ? undefined : look.unit);
  put('scale', look.scale === 'time' ? 'time' : undefined);
  put('zoom', look.zoom && `${Math.round(look.zoom.from)}-${Math.round(look.zoom.to)}`);
  put('future', look.future ? 1 : undefined);
  put('lang', look.language === 'typescript' ? 'ts' : undefined);
  put('panel', look.panel === 'thread' ? 'thread' : undefined);
  put('byte', look.byte && `${look.byte.way}.${look.byte.offset}`);
  put('pin', look.pins?.slice(0, MOST_PINS).join('.'));
  put('stop', look.breakpoints?.join('.'));
  put('calls', look.listed && filterText(look.listed));
  put('find', look.find?.slice(0, MOST_FIND));
  return parameters;
}

/** The look of an address's parameters. Unknown ones, and values that cannot be, are ignored. */
export function readLook(parameters: URLSearchParams): Look {
  const text = (name: string): string => parameters.get(name) ?? '';
  const view = text('view');
  const unit = UNITS.find((one) => one === text('by'));
  return {
    seq: numberIn(text('i')),
    thread: numberIn(text('th')),
    only: text('only') === '1' || undefined,
    connection: numberIn(text('conn')),
    view: /^[a-z]{1,20}$/.test(view) ? view : undefined,
    unit,
    scale: text('scale') === 'time' ? 'time' : undefined,
    zoom: windowIn(text('zoom')),
    future: text('future') === '1' || undefined,
    language: text('lang') === 'ts' ? 'typescript' : undefined,
    panel: text('panel') === 'thread' ? 'thread' : undefined,
    byte: byteIn(text('byte')),
    pins: pinsIn(text('pin')),
    breakpoints: stopsIn(text('stop')),
    listed: filterIn(text('calls')),
    find: text('find').slice(0, MOST_FIND) || undefined,
  };
}

export function numberIn(text: string): number | undefined {
  return NUMBER.test(text) ? Number(text) : undefined;
}

function windowIn(text: string): TimeWindow | undefined {
  const [from, to] = text.split('-', 2).map(numberIn);
  return from === undefined || to === undefined || from >= to ? undefined : { from, to };
}

function byteIn(text: string): ByteAt | undefined {
  const [way, digits = ''] = text.split('.', 2);
  const offset = numberIn(digits);
  if (offset === undefined || (way !== 'up' && way !== 'down')) return undefined;
  return { way, offset };
}

function pinsIn(text: string): readonly number[] | undefined {
  const pins = text.split('.').slice(0, MOST_PINS).map(numberIn);
  const known = pins.filter((pin) => pin !== undefined);
  return known.length > 0 ? [...new Set(known)] : undefined;
}

function stopsIn(text: string): readonly string[] | undefined {
  const asked = text.split('.');
  const known = PREDICATES.map(({ id }) => id).filter((id) => asked.includes(id));
  return known.length > 0 ? known : undefined;
}

/** `t3.c1.recv.send`: of thread 3, of connection 1, of these kinds. */
function filterText({ thread, connection, kinds }: CallFilter): string {
  const of = [
    thread === undefined ? '' : `t${thread}`,
    connection === undefined ? '' : `c${connection}`,
  ];
  return [...of, ...kinds].filter((part) => part !== '').join('.');
}

function filterIn(text: string): CallFilter | undefined {
  const parts = text.split('.');
  const numbered = (letter: string): number | undefined => {
    const part = parts.find((one) => one.startsWith(letter) && NUMBER.test(one.slice(1)));
    return part === undefined ? undefined : Number(part.slice(1));
  };
  const thread = numbered('t');
  const connection = numbered('c');
  const kinds = KINDS.filter((kind) => parts.includes(kind));
  if (thread === undefined && connection === undefined && kinds.length === 0) return undefined;
  return { thread, connection, kinds };
}
