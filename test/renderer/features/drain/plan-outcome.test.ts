import { describe, expect, it } from 'vitest';
import { isInTheWay, isQuietDaemon, outcomeOf, pointedOut, shapeOf, worstFirst } from '../../../../renderer/features/drain/plan-outcome.ts';
import type { DrainRoom } from '../../../../shared/drain-room.ts';
import { amplyRoomy, answered, barePod, daemonPod, podPlan, workloadOf } from './plan-objects.ts';

const blocked = answered('blocked', { answer: 'blocked', code: 429, budget: 'web', forever: false, message: '' });
const two = answered('two', { answer: 'two-budgets', code: 500, budgets: ['a', 'b'], message: '' });
const unknown = answered('unknown', { answer: 'unknown', budget: '', message: '' });
const waits = answered('waits', { answer: 'waits', budget: 'web' });
const loses = podPlan('loses', { notes: [{ note: 'loses-data', volumes: ['tmp'], inMemory: [] }] });
const lost = podPlan('lost', { notes: [{ note: 'nothing-restarts', why: 'controller-gone' }] });

it.each([
  [blocked, 'blocked', 'broken', true],
  [two, 'blocked', 'broken', true],
  [barePod('bare'), 'refused', 'attention', true],
  [unknown, 'unknown', 'unknown', true],
  [waits, 'waits', 'none', false],
  [podPlan('fine'), 'goes', 'ok', false],
  [loses, 'goes', 'attention', false],
  [lost, 'goes', 'attention', false],
  [podPlan('held', { notes: [{ note: 'finalizers', names: ['x'] }] }), 'goes', 'ok', false],
  [daemonPod('agent'), 'stays', 'stays', false],
] as const)('$0.name comes to one word, one shape, and is in the way or not', (pod, outcome, shape, inTheWay) => {
  expect([outcomeOf(pod), shapeOf(pod, false), isInTheWay(pod)]).toEqual([outcome, shape, inTheWay]);
});

describe('the order of pods', () => {
  it('is worst first, with what loses something before what only waits, and else that of the plan', () => {
    const pods = [daemonPod('agent'), podPlan('b'), waits, loses, unknown, podPlan('a'), barePod('bare'), two];
    expect(worstFirst(pods, new Set()).map(({ name }) => name)).toEqual(['two', 'bare', 'unknown', 'loses', 'waits', 'b', 'a', 'agent']);
  });
});

it('a pod whose workload is down meanwhile, or that finds no room, is pointed out, and comes before those that just go', () => {
  const [down, homeless, fine] = [podPlan('down'), podPlan('homeless'), podPlan('fine')];
  const room: DrainRoom = {
    ...amplyRoomy,
    fits: 'no',
    pods: [
      { uid: homeless.uid, fits: 'no', node: '', reasons: [], message: '0/1 nodes are available' },
      { uid: fine.uid, fits: 'unknown', node: '', reasons: [], message: '' },
    ],
  };
  const pointed = pointedOut({
    workloads: [workloadOf('web', { pods: [down.uid] }), workloadOf('up', { pods: [fine.uid], outlook: 'stays' })],
    room,
  });
  expect([...pointed].sort()).toEqual([down.uid, homeless.uid]);
  expect(shapeOf(down, pointed.has(down.uid))).toBe('attention');
  expect(worstFirst([fine, homeless], pointed)).toEqual([homeless, fine]);
});

it('only pods of DaemonSets that stay are quiet: one that is refused is not', () => {
  expect(isQuietDaemon(daemonPod('agent'))).toBe(true);
  expect(isQuietDaemon({ ...daemonPod('agent'), verdict: { status: 'error', removes: false, message: 'DaemonSet-managed Pods' } })).toBe(
    false,
  );
  expect(isQuietDaemon(podPlan('web'))).toBe(false);
});
