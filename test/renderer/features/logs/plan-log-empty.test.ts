import { expect, test } from 'vitest';
import { noParts } from '../../../../renderer/features/logs/filter-parts.ts';
import { planLogEmpty } from '../../../../renderer/features/logs/plan-log-empty.ts';
import { planStrips } from '../../../../renderer/features/logs/plan-strips.ts';
import type { ClusterError, StatusError } from '../../../../shared/cluster-error.ts';
import type { LogSourceState } from '../../../../shared/logs.ts';
import { logSource } from './log-source.ts';

const refused: StatusError = { kind: 'status', code: 403, reason: 'Forbidden', message: '', causes: [], retryAfterSeconds: null };
const sourcesIn = (...states: LogSourceState[]) => states.map((state, number) => logSource({ number, state }));
const plan = (fields: Partial<Parameters<typeof planLogEmpty>[0]>) =>
  planLogEmpty({
    visible: 0,
    total: 0,
    filtering: false,
    parts: noParts,
    sources: [],
    selections: [],
    selectionCount: 1,
    status: 'open',
    ...fields,
  });
const filtered = { ...noParts, levels: 'error' as const };

test('a line on screen is not nothing', () => {
  expect(plan({ visible: 1, total: 1, sources: sourcesIn({ state: 'following' }) })).toBeNull();
});

test('a filter that hides every line is named, once it has been through all of them', () => {
  expect(plan({ total: 9, parts: filtered })).toEqual({ why: 'filtered', count: 9 });
  expect(plan({ total: 9, parts: filtered, filtering: true })).toBeNull();
});

test('no pod is only said when every selection has answered', () => {
  const none = { index: 0, error: null, pods: 0 };
  expect(plan({})).toEqual({ why: 'opening' });
  expect(plan({ selections: [none], selectionCount: 2 })).toEqual({ why: 'opening' });
  expect(plan({ selections: [none] })).toEqual({ why: 'no-pods' });
});

test('pods that may not be listed are not called no pods', () => {
  expect(plan({ selections: [{ index: 0, error: refused, pods: 0 }] })).toEqual({ why: 'failed', error: refused });
});

test('containers that have not started say why, the most frequent reason first', () => {
  const waiting = (reason: string): LogSourceState => ({ state: 'waiting', reason });
  expect(plan({ sources: sourcesIn(waiting('PodInitializing'), waiting('ImagePullBackOff'), waiting('ImagePullBackOff')) })).toEqual({
    why: 'waiting',
    count: 3,
    reasons: ['ImagePullBackOff', 'PodInitializing'],
  });
});

test('one container that is followed makes it a view without lines, not a failed one', () => {
  const sources = sourcesIn({ state: 'failed', error: refused }, { state: 'following' });
  expect(plan({ sources })).toEqual({ why: 'no-lines', following: 1, queued: 0 });
  // Those that wait for their turn may have lines: they are not forgotten.
  expect(plan({ sources: [...sources, ...sourcesIn({ state: 'queued' }, { state: 'queued' })] })).toMatchObject({ queued: 2 });
  expect(plan({ sources: sourcesIn({ state: 'failed', error: refused }) })).toEqual({ why: 'failed', error: refused });
});

test('nothing is said of sources that are being connected', () => {
  expect(plan({ sources: sourcesIn({ state: 'connecting' }, { state: 'waiting', reason: '' }) })).toEqual({ why: 'opening' });
  expect(plan({ sources: sourcesIn({ state: 'queued' }, { state: 'waiting', reason: '' }) })).toEqual({ why: 'opening' });
});

test('containers that ended without a line', () => {
  expect(plan({ sources: sourcesIn({ state: 'ended', reason: 'Completed', exitCode: 0, at: null }) })).toEqual({
    why: 'no-lines',
    following: 0,
    queued: 0,
  });
});

test('refusals of one context and one reason are one strip, and the selection that failed stands above', () => {
  const gone: StatusError = { ...refused, code: 404, reason: 'NotFound' };
  const sources = [
    logSource({ number: 0, contextId: 'a', state: { state: 'failed', error: refused } }),
    logSource({ number: 1, contextId: 'a', state: { state: 'failed', error: refused } }),
    logSource({ number: 2, contextId: 'b', state: { state: 'failed', error: refused } }),
    logSource({ number: 3, contextId: 'a', state: { state: 'failed', error: gone } }),
    logSource({ number: 4, contextId: 'a' }),
  ];
  const strips = planStrips([{ index: 1, error: refused, pods: 0 }], sources, () => 'a');
  expect(strips.map((strip) => [strip.strip, 'sources' in strip ? strip.sources.map(({ number }) => number) : []])).toEqual([
    ['selection', []],
    ['refused', [0, 1]],
    ['refused', [2]],
    ['refused', [3]],
  ]);
  expect(new Set(strips.map(({ key }) => key)).size).toBe(4);
});

test('what is wrong with a context is said once, however many of its selections it keeps from being read', () => {
  const dead: ClusterError = { kind: 'unreachable', cause: 'refused', host: 'a', code: 'ECONNREFUSED', detail: '' };
  const gone = (name: string): StatusError => ({
    ...refused,
    code: 404,
    reason: 'NotFound',
    message: `deployments.apps "${name}" not found`,
  });
  const errors = [dead, { ...dead, detail: 'once more' }, dead, gone('web'), gone('api'), gone('api')];
  const strips = planStrips(
    errors.map((error, index) => ({ index, error, pods: 0 })),
    [],
    (index) => (index === 2 ? 'b' : 'a'),
  );
  expect(strips.map((strip) => strip.strip === 'selection' && strip.index)).toEqual([0, 2, 3, 4]);
});
