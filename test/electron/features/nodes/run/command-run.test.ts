import { expect, it, test } from 'vitest';
import { commandRun, concludeRun, interruptRun } from '../../../../../electron/features/nodes/run/command-run.ts';
import type { NodeState, RunState } from '../../../../../electron/features/nodes/run/run-state.ts';
import type { DrainCommand } from '../../../../../shared/drain-run.ts';
import { RunWorld } from './run-world.ts';

function runIn(state: RunState['state'], node: Partial<NodeState> = {}, changes: Partial<RunState> = {}): RunState {
  const world = new RunWorld(['a']);
  const nodes = world.context.nodes.map((each) => ({ ...each, ...node }));
  return {
    ...{ id: 'r', state, startedAt: 0, endedAt: null, givesUpAt: null, heldAt: null, uncordonAtEnd: false },
    ...{ options: world.options, pace: world.pace, contexts: [{ ...world.context, nodes }] },
    ...changes,
  };
}

function after(run: RunState, command: DrainCommand, now = 1_000): RunState | string {
  const result = commandRun(run, command, now);
  if (result.ok) return result.value;
  return result.error.kind === 'drain' ? result.error.cause : result.error.kind;
}

it.each<[RunState['state'], DrainCommand['type'], RunState['state'] | 'not-now']>([
  ['running', 'pause', 'paused'],
  ['paused', 'pause', 'not-now'],
  ['paused', 'resume', 'running'],
  ['interrupted', 'resume', 'running'],
  ['running', 'resume', 'not-now'],
  ['interrupted', 'stop', 'stopping'],
  ['running', 'stop', 'stopping'],
  ['done', 'stop', 'not-now'],
  ['running', 'uncordon', 'not-now'],
  ['stopped', 'uncordon', 'stopped'],
  ['running', 'forget', 'not-now'],
  ['interrupted', 'forget', 'not-now'],
  ['failed', 'forget', 'failed'],
])('a run that is %s, and %s: %s', (state, type, expected) => {
  const command = (type === 'stop' ? { type, uncordon: false } : { type }) as DrainCommand;
  const result = after(runIn(state), command);
  expect(typeof result === 'string' ? result : result.state).toBe(expected);
});

test('the time it was held does not count for the time-out', () => {
  const paused = after(runIn('running', {}, { givesUpAt: 5_000 }), { type: 'pause' }, 1_000);
  if (typeof paused === 'string') throw new Error(paused);
  expect(after(paused, { type: 'resume' }, 61_000)).toMatchObject({ givesUpAt: 65_000, heldAt: null });
});

test('after an interruption the nodes that are being emptied are read anew', () => {
  const resumed = after(runIn('interrupted', { step: 'draining', cordon: 'done', plan: 'done' }), { type: 'resume' });
  expect(resumed).toMatchObject({ contexts: [{ nodes: [{ step: 'draining', plan: 'none' }] }] });
});

test('only what was under way is interrupted', () => {
  const states = (['running', 'stopping', 'paused', 'done'] as const).map((state) => interruptRun(runIn(state), 5).state);
  expect(states).toEqual(['interrupted', 'interrupted', 'paused', 'done']);
});

test('"stop and uncordon" uncordons, once nothing goes on, what this run cordoned and nothing else', () => {
  const node = { step: 'stopped', cordon: 'done' } as const;
  const ours = concludeRun(runIn('stopping', { ...node, cordonedByRun: true }, { uncordonAtEnd: true }), 9);
  expect(ours).toMatchObject({ state: 'stopped', endedAt: 9, contexts: [{ nodes: [{ uncordon: 'wanted' }] }] });
  const others = concludeRun(runIn('stopping', { ...node, cordonedByRun: false }, { uncordonAtEnd: true }), 9);
  expect(others).toMatchObject({ state: 'stopped', contexts: [{ nodes: [{ uncordon: 'no' }] }] });
});

test('a run ends by what became of its nodes', () => {
  expect(concludeRun(runIn('running', { step: 'done' }), 9).state).toBe('done');
  expect(concludeRun(runIn('paused', { step: 'done' }), 9).state).toBe('done');
  expect(concludeRun(runIn('running', { step: 'refused' }), 9).state).toBe('failed');
  expect(concludeRun(runIn('running', { step: 'draining' }), 9).state).toBe('running');
});
