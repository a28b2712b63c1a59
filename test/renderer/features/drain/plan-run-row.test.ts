import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { briefName } from '../../../../renderer/features/drain/brief-name.ts';
import { planRunRow, type RowLook } from '../../../../renderer/features/drain/plan-run-row.ts';
import { podKindOf } from '../../../../renderer/features/drain/pod-kind.ts';
import type { PodStep } from '../../../../shared/drain-run.ts';
import { awaited, blocked, failed, gone, lost, node, now, pod, replaced, run, skipped, terminating, waiting } from './run-values.ts';

const name = 'web-5c7f9d6b84-d7w9s';

function look(step: PodStep, changes: Partial<Parameters<typeof planRunRow>[1]> = {}): RowLook {
  return planRunRow(pod(name, step), { now, run: run([]), node: node('a', []), ...changes });
}

const said = ({ now: { key, values } }: RowLook) => [key, values] as const;

describe('a pod that waits', () => {
  it('shows no stage, and no time, since it says nothing', () => {
    expect(look(waiting)).toMatchObject({ shape: 'none', stages: ['none', 'none', 'none', 'none'], since: null });
  });

  it('is blocked by its budget when nothing of the run will free it: with the numbers, the tries and the countdown', () => {
    const row = look(blocked());
    expect(row).toMatchObject({ kind: 'blocked', shape: 'broken', stages: ['bad', 'none', 'none', 'none'] });
    expect(said(row)).toEqual(['row.blockedNeeds', { budget: 'web', needs: 2, has: 2 }]);
    expect(row.detail).toEqual({ key: 'row.tryNext', values: { tries: 41, seconds: 3 } });
  });

  it('does not count down minutes where a change of the budget comes first', () => {
    expect(look(blocked({ nextAt: now + 290_000 })).detail).toEqual({ key: 'row.tryOnChange', values: { tries: 41 } });
    expect(look(blocked({ nextAt: now + 290_000, tries: 0 })).detail.key).toBe('row.notAsked');
  });

  it('waits for the pod before it, by the part of its name that tells it apart', () => {
    const row = look(blocked({ ahead: { name: 'web-5c7f9d6b84-f8w2c', until: 'ready' } }));
    expect(row).toMatchObject({ kind: 'waiting', shape: 'none' });
    expect(said(row)).toEqual(['row.ahead.ready', { pod: '…-f8w2c' }]);
  });

  it('says the server’s words where no budget is named', () => {
    expect(said(look(blocked({ budget: '', needs: null, has: null, message: 'too many requests' })))).toEqual([
      'row.notNow',
      { message: 'too many requests' },
    ]);
  });
});

describe('a pod that terminates', () => {
  it('counts its grace up, and down once it is nearly over', () => {
    const row = look(terminating());
    expect(said(row)).toEqual(['row.terminating', { passed: 18, grace: 30 }]);
    expect(row.fraction).toBeCloseTo(0.6);
    expect(row.detail).toEqual({ key: 'row.begun', values: { at: now - 18_000 } });
    expect(look(terminating({ dueAt: now + 6_000 })).detail).toEqual({ key: 'row.killed', values: { seconds: 6 } });
  });

  it('never claims more than its grace: a deletion by somebody else may give longer', () => {
    expect(said(look(terminating({ dueAt: now + 45_000 })))).toEqual(['row.graceLeft', { seconds: 45 }]);
    expect(look(terminating({ dueAt: now - 1_000 }))).toMatchObject({ now: { key: 'row.graceOver' }, fraction: 1 });
  });

  it('names what it is stuck on', () => {
    const held = look(terminating({ dueAt: now - 180_000, stuck: { on: 'finalizers', names: ['a/b', 'c/d'] } }));
    expect(said(held)).toEqual(['row.stuck.finalizers', { names: 'a/b, c/d', count: 2 }]);
    expect(held).toMatchObject({ kind: 'stuck', shape: 'broken', stages: ['done', 'bad', 'none', 'none'] });
    expect(held.detail).toEqual({ key: 'row.overdue', values: { seconds: 180 } });
    expect(look(terminating({ stuck: { on: 'unknown', names: [] } })).shape).toBe('attention');
  });
});

describe('a pod that is gone', () => {
  it('was replaced, by whom, where, and how long after', () => {
    const row = look(replaced());
    expect(row).toMatchObject({ kind: 'done', shape: 'ok', stages: ['done', 'done', 'done', 'done'], since: now - 1_000 });
    expect(said(row)).toEqual(['row.replaced', { pod: '…-6tqzn', node: 'node-b' }]);
    expect(row.detail).toEqual({ key: 'row.readyAfter', values: { seconds: 9 } });
    expect(look(replaced({ readyAt: now - 10_000 })).detail.key).toBe('row.readyAtOnce');
    expect(said(look(replaced({ name })))).toEqual(['row.sameName', { node: 'node-b' }]);
  });

  it('waits for a replacement that starts, and warns of one that does not come up', () => {
    expect(look(replaced({ ready: false, readyAt: null, message: 'ContainerCreating' }))).toMatchObject({
      kind: 'moving',
      fraction: 2 / 3,
    });
    const pending = look(replaced({ ready: false, readyAt: null, node: '', message: '0/3 nodes are available' }));
    expect(pending).toMatchObject({ kind: 'pending', shape: 'attention', now: { key: 'row.pending' }, fraction: 1 / 3 });
    expect(pending.detail).toEqual({ key: 'said', values: { text: '0/3 nodes are available' } });
  });

  it('is said to be late only after a while, and unknown once nobody watches any more', () => {
    expect(look(awaited).now.key).toBe('row.goneAwaited');
    expect(look(awaited, { now: now + 60_000 }).now.key).toBe('row.goneLate');
    const over = { now: now + 700_000, run: { state: 'done' as const, endedAt: now } };
    expect(look(awaited, over)).toMatchObject({ shape: 'unknown', stages: ['done', 'done', 'done', 'unknown'] });
    expect(look(lost)).toMatchObject({ kind: 'unknown', shape: 'unknown' });
  });

  it('is gone for good where nothing creates it: nothing is shown as still to come', () => {
    expect(look(gone)).toMatchObject({ shape: 'done', stages: ['done', 'done', 'done', 'none'], now: { key: 'row.gone' } });
  });
});

describe('a pod that is left', () => {
  it('tells refused, skipped, left and staying apart', () => {
    const kinds = (['refused', 'user', 'overdue', 'stopped', 'verdict'] as const).map((why) => podKindOf(pod(name, skipped(why))));
    expect(kinds).toEqual(['refused', 'left', 'left', 'left', 'stays']);
    expect(said(look(skipped('refused', 'no controller')))).toEqual(['row.refused', { message: 'no controller' }]);
  });

  it('says why: its node, the user, or a failure before it', () => {
    expect(look(skipped('stopped'), { node: node('a', [], { step: 'refused' }) }).now.key).toBe('row.left.refused');
    expect(look(skipped('stopped'), { run: { state: 'stopped', endedAt: now } }).now.key).toBe('row.left.stopped');
    expect(look(skipped('stopped')).now.key).toBe('row.left.failed');
  });

  it('says in its own words that more than one budget selects it, which the server calls an internal error', () => {
    const message = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
    const error = { kind: 'status', code: 500, reason: 'InternalError', message, causes: [], retryAfterSeconds: null } as const;
    expect(look({ step: 'failed', error })).toMatchObject({ kind: 'failed', now: { key: 'row.twoBudgets' }, error: null });
  });

  it('failed with the server’s reason', () => {
    expect(look(failed)).toMatchObject({ kind: 'failed', error: { kind: 'status', code: 403 } });
  });
});

it('every word of every state of a pod is in the messages', () => {
  const messages: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../../../renderer/messages/en/drain-run.json'), 'utf8'));
  const has = (key: string) => {
    const parts = key.split('.');
    const at = (last: string) =>
      [...parts.slice(0, -1), last].reduce<unknown>((value, part) => (value as Record<string, unknown>)?.[part], messages);
    return [parts.at(-1) ?? '', `${parts.at(-1)}_other`].some((last) => typeof at(last) === 'string');
  };
  const steps: readonly PodStep[] = [
    ...(['node', 'slot', 'pause'] as const).map((why): PodStep => ({ step: 'waiting', for: why })),
    ...[1, 2].map((tries): PodStep => ({ step: 'asking', tries })),
    ...(['gone', 'replaced', 'ready'] as const).flatMap((until) => [
      blocked({ ahead: { name: 'web-1', until } }),
      blocked({ ahead: { name: '', until }, needs: null }),
    ]),
    ...[
      blocked(),
      blocked({ needs: null }),
      blocked({ budget: '' }),
      blocked({ tries: 0 }),
      blocked({ nextAt: now }),
      blocked({ tries: 0, nextAt: now + 99_000 }),
      blocked({ nextAt: now + 99_000 }),
    ],
    ...(['finalizers', 'kubelet', 'unknown'] as const).map((on) => terminating({ stuck: { on, names: ['x'] } })),
    ...[terminating(), terminating({ dueAt: now }), terminating({ dueAt: now + 99_000 }), terminating({ dueAt: now + 5_000 })],
    ...[
      gone,
      awaited,
      lost,
      failed,
      replaced(),
      replaced({ name }),
      replaced({ ready: false }),
      replaced({ ready: false, node: '', message: 'x' }),
    ],
    ...(['verdict', 'refused', 'user', 'overdue', 'stopped'] as const).flatMap((why) => [skipped(why), skipped(why, 'x')]),
    { step: 'unknown', error: null },
  ];
  const keys = steps.flatMap((step) => [look(step), look(step, { now: now + 40_000 })]).flatMap((row) => [row.now.key, row.detail.key]);
  expect([...new Set(keys)].filter((key) => key !== '' && !has(key))).toEqual([]);
  expect(new Set(keys).size).toBeGreaterThan(30);
});

it.each([
  ['web-5c7f9d6b84-f8w2c', 'web-5c7f9d6b84-d7w9s', '…-f8w2c'],
  ['data-1', 'data-0', 'data-1'],
  ['search-data-1', 'search-data-0', 'search-data-1'],
  ['web-1', 'web-1', 'web-1'],
  ['other-x', 'web-1', 'other-x'],
])('%s beside %s is called %s', (long, beside, brief) => {
  expect(briefName(long, beside)).toBe(brief);
});
