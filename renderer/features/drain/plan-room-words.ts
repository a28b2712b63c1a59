import type { DrainRoom, RoomResource } from '../../../shared/drain-room.ts';
import { formatBinary, formatCores } from './format-quantity.ts';
import { message, type Words } from './plan-budget-words.ts';

/** From this share of what is free on, it is said how little is left. */
const tightFrom = 0.85;

/** Whether what moves finds room, with its shape. */
export interface RoomWords {
  readonly health: 'ok' | 'attention' | 'unknown';
  readonly words: Words;
}

/** The sentence about the room in one context. */
export function roomWords(room: DrainRoom, language: string): RoomWords {
  if (room.fits === 'unknown') {
    const count = room.pods.filter(({ fits }) => fits === 'unknown').length;
    return { health: 'unknown', words: message(count > 0 ? 'room.unknownPods' : 'room.unknown', { count }) };
  }
  if (room.fits === 'no')
    return { health: 'attention', words: message('room.no', { count: room.pods.filter(({ fits }) => fits === 'no').length }) };
  if (room.pods.length === 0) return { health: 'ok', words: message('room.nothingMoves') };
  const cpu = room.resources.find(({ name }) => name === 'cpu');
  if (cpu !== undefined && cpu.needed > tightFrom * cpu.free)
    return { health: 'attention', words: message('room.tight', { spare: formatCores(cpu.free - cpu.needed, language) }) };
  return { health: 'ok', words: message('room.fits') };
}

/** Pods that find no room for the same reason. */
export interface Homeless {
  /** The scheduler's sentence. */
  readonly message: string;
  /** uid of the first of them in the order of the plan. */
  readonly first: string;
  readonly count: number;
}

/** Why pods find no room, what concerns most of them first. */
export function homelessPods({ pods }: Pick<DrainRoom, 'pods'>): readonly Homeless[] {
  const groups = Map.groupBy(
    pods.filter(({ fits }) => fits === 'no'),
    ({ message: text }) => text,
  );
  return [...groups]
    .map(([text, group]) => ({ message: text, first: group[0]?.uid ?? '', count: group.length }))
    .sort((a, b) => b.count - a.count);
}

/** One resource as a bar and a text. Shares are of what the nodes that remain have, 0 to 1. */
export interface RoomBar {
  readonly name: string;
  readonly taken: number;
  readonly needed: number;
  /** `needed` ends in the last part of the bar, or beyond it. */
  readonly tight: boolean;
  readonly words: Words;
}

/** CPU and memory, and of the rest what is short: nobody asks for the others. */
export function roomBars({ resources }: DrainRoom, language: string): readonly RoomBar[] {
  return resources.filter(({ name, short }) => name === 'cpu' || name === 'memory' || short).map((resource) => barOf(resource, language));
}

function barOf(resource: RoomResource, language: string): RoomBar {
  const { name, needed, free, allocatable } = resource;
  const taken = allocatable > 0 ? clamp((allocatable - free) / allocatable) : 1;
  const share = allocatable > 0 ? Math.min(1 - taken, needed / allocatable) : 0;
  return { name, taken, needed: clamp(share), tight: resource.short || needed > tightFrom * free, words: amounts(resource, language) };
}

function amounts({ name, needed, free }: RoomResource, language: string): Words {
  if (name === 'cpu') return message('room.needs', { needed: formatCores(needed, language), free: formatCores(free, language) });
  if (name === 'memory' || name === 'ephemeral-storage') {
    const { amounts: both, unit } = formatBinary([needed, free], language);
    return message('room.needs', { needed: both[0], free: `${both[1]}${unit}` });
  }
  return message('room.needs', { needed: needed.toLocaleString(language), free: free.toLocaleString(language) });
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
