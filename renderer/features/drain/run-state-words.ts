import type { DrainRun } from '../../../shared/drain-run.ts';
import { formatElapsed } from '../../ui/format-time.ts';
import type { Shape } from '../../ui/health-shape.tsx';
import type { RunWords } from './run-words.ts';

/** Whether nothing of a run goes on any more. */
export function isOver({ state }: Pick<DrainRun, 'state'>): boolean {
  return state === 'done' || state === 'failed' || state === 'stopped';
}

/** Whether a run waits for the user to say that it goes on. */
export function isHeld({ state }: Pick<DrainRun, 'state'>): boolean {
  return state === 'paused' || state === 'interrupted';
}

/** What a run is doing, with how long or since when. */
export function runStateWords(
  { state, startedAt, endedAt, heldAt }: Pick<DrainRun, 'state' | 'startedAt' | 'endedAt' | 'heldAt'>,
  now: number,
): RunWords {
  if (endedAt !== null) return { key: `state.${state}`, values: { elapsed: formatElapsed(endedAt - startedAt), at: endedAt } };
  if (heldAt !== null) return { key: `state.${state}`, values: { elapsed: formatElapsed(now - heldAt), at: heldAt } };
  return { key: `state.${state}`, values: { elapsed: formatElapsed(now - startedAt), at: startedAt } };
}

/** The shape of a run in lists and marks; `held` when something holds it. */
export function runShape({ state }: Pick<DrainRun, 'state'>, held: boolean): Shape {
  switch (state) {
    case 'running':
    case 'stopping':
      return held ? 'broken' : 'progressing';
    case 'paused':
      return 'none';
    case 'interrupted':
      return 'attention';
    case 'done':
      return 'ok';
    case 'failed':
      return 'broken';
    case 'stopped':
      return 'none';
  }
}
