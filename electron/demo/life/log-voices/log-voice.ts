import type { Roll } from './roll.ts';

/** When, where and in what state of things a container says something. */
export interface Moment {
  /** ms since the epoch. */
  readonly time: number;
  /** ms since the container started. */
  readonly age: number;
  readonly pod: string;
  readonly roll: Roll;
}

/** How one program writes its log. Everything follows from the moment, so that it is the same whenever it is asked for. */
export interface LogVoice {
  /** Messages a second, as a mean. */
  readonly rate: number;
  /** One message of normal life. More lines than one are a message of several lines; none is silence. */
  say(moment: Moment): readonly string[];
  /** What it says when it starts. */
  readonly hello?: (moment: Moment) => readonly string[];
  /** Said once, this many ms after its start, if it still runs then. */
  readonly once?: { readonly age: number; readonly say: (moment: Moment) => readonly string[] };
  /** How many times its rate it writes at a moment; 1 without it. */
  readonly burst?: (time: number) => number;
}

/** `2026-11-02 14:02:29` in UTC, as most programs write it. */
export const plainTime = (time: number): string => new Date(time).toISOString().slice(0, 19).replace('T', ' ');

/** The milliseconds of a time, three digits. */
export const millis = (time: number): string => String(time % 1000).padStart(3, '0');
