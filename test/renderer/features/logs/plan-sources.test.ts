import { expect, test } from 'vitest';
import { countSources, crashLooping, groupSources, rateText, sourceWords } from '../../../../renderer/features/logs/plan-sources.ts';
import { nameSources, sourceColour, splitPodName } from '../../../../renderer/features/logs/source-name.ts';
import type { ContextId } from '../../../../shared/context-id.ts';
import type { LogSourceState } from '../../../../shared/logs.ts';
import { logSource } from './log-source.ts';

const now = 1_000_000;
const ids = (...names: string[]) => names as ContextId[];
const words = (state: LogSourceState) => sourceWords(logSource({ number: 0, state }), now);

test('groups stand in the order of the contexts, sources in the order in which they joined', () => {
  const sources = [
    logSource({ number: 2, contextId: 'b' }),
    logSource({ number: 0, contextId: 'b' }),
    logSource({ number: 1, contextId: 'a' }),
    logSource({ number: 3, contextId: 'unnamed' }),
  ];
  const groups = groupSources(sources, ids('a', 'b'));
  expect(groups.map(({ contextId, entries }) => [contextId, entries.map(({ source }) => source.number)])).toEqual([
    ['a', [1]],
    ['b', [0, 2]],
    ['unnamed', [3]],
  ]);
});

test('the digits 1 to 9 follow the list as it is read', () => {
  const sources = Array.from({ length: 12 }, (_, number) => logSource({ number, contextId: number % 2 === 0 ? 'b' : 'a' }));
  const digits = groupSources(sources, ids('a', 'b')).flatMap(({ entries }) => entries.map(({ digit }) => digit));
  expect(digits).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, null, null, null]);
});

test.each([
  ['payments-gateway-5c7f9d6b84-x2k4q', 'payments-gateway', '-x2k4q'],
  ['cart-session-0', 'cart-session', '-0'],
  ['node-exporter-8fzrj', 'node-exporter', '-8fzrj'],
  ['report-28374650-c5d8r', 'report', '-c5d8r'],
  ['debug', 'debug', ''],
  ['etcd-master', 'etcd-master', ''],
])('%s is %s and %s', (pod, base, suffix) => {
  expect(splitPodName(pod)).toEqual({ base, suffix });
});

test('of several containers the one the pod is about has its name, the others their own and what tells the pod apart', () => {
  const pod = 'web-5c7f9d6b84-x2k4q';
  const names = nameSources([
    logSource({ number: 0, pod, container: 'istio-proxy', containerType: 'sidecar' }),
    logSource({ number: 1, pod, container: 'otel-agent' }),
    logSource({ number: 2, pod, container: 'web' }),
    logSource({ number: 3, pod: 'web-5c7f9d6b84-c5d8r', container: 'web' }),
  ]);
  expect([...names].sort(([a], [b]) => a - b).map(([, { base, suffix }]) => `${base}${suffix}`)).toEqual([
    'istio-proxy·x2k4q',
    'otel-agent·x2k4q',
    'web-x2k4q',
    'web-c5d8r',
  ]);
});

test('two pods that would read the same, and a pod whose name has no random part, are named whole with their containers', () => {
  const names = nameSources([
    logSource({ number: 0, pod: 'db-0', namespace: 'shop' }),
    logSource({ number: 1, pod: 'db-0', namespace: 'test' }),
    logSource({ number: 2, pod: 'db-1' }),
    logSource({ number: 3, pod: 'etcd', container: 'etcd' }),
    logSource({ number: 4, pod: 'etcd', container: 'backup' }),
  ]);
  expect([...names].sort(([a], [b]) => a - b).map(([, name]) => name)).toEqual([
    { base: 'db-0', suffix: '', container: '' },
    { base: 'db-0', suffix: '', container: '' },
    { base: 'db', suffix: '-1', container: '' },
    { base: 'etcd', suffix: '', container: 'etcd' },
    { base: 'etcd', suffix: '', container: 'backup' },
  ]);
});

test('colours repeat underlined from the thirteenth source on', () => {
  expect(sourceColour(0)).toEqual({ colour: 'var(--src-1)', repeated: false });
  expect(sourceColour(11)).toEqual({ colour: 'var(--src-12)', repeated: false });
  expect(sourceColour(12)).toEqual({ colour: 'var(--src-2)', repeated: true });
});

test('every third source, as in pods of three containers, goes through all colours', () => {
  expect(new Set(Array.from({ length: 12 }, (_, pod) => sourceColour(pod * 3 + 1).colour)).size).toBe(12);
});

test.each<[string, LogSourceState, string, string]>([
  ['a start', { state: 'waiting', reason: 'ContainerCreating' }, 'sources.waiting', 'quiet'],
  ['a start without a reason', { state: 'waiting', reason: '' }, 'sources.waitingPlain', 'quiet'],
  ['a pull that fails', { state: 'waiting', reason: 'ImagePullBackOff' }, 'sources.waiting', 'attention'],
  ['a container that ended well', { state: 'ended', reason: 'Completed', exitCode: 0, at: null }, 'sources.ended', 'quiet'],
  ['one that was killed', { state: 'ended', reason: 'OOMKilled', exitCode: 137, at: null }, 'sources.endedBadly', 'broken'],
  ['a refusal', { state: 'failed', error: status(403) }, 'sources.forbidden', 'attention'],
  ['a pod that is gone', { state: 'failed', error: status(404) }, 'sources.gone', 'attention'],
  ['another failure', { state: 'failed', error: status(500) }, 'sources.failed', 'attention'],
  ['a break without a next try', { state: 'broken', error: status(500), since: now, retryAt: null }, 'sources.broken', 'attention'],
])('%s is said', (_what, state, key, tone) => {
  expect(words(state)).toMatchObject({ key, tone });
});

test('a break counts down to its next try and never says 0 s', () => {
  const retry = (retryAt: number) => words({ state: 'broken', error: status(500), since: now, retryAt }).values.seconds;
  expect([retry(now + 3_200), retry(now), retry(now - 9_000)]).toEqual([4, 1, 1]);
});

test('old lines that are read when a view opens are not late', () => {
  const source = logSource({ number: 0, perSecond: 42, lagMs: 9_400 });
  expect(sourceWords(source, now, now - 5_000)).toMatchObject({ key: 'sources.rate' });
  expect(sourceWords(source, now, now - 60_000)).toMatchObject({ key: 'sources.late' });
});

test('lines that come late say by how much, lines in time how many there are', () => {
  expect(sourceWords(logSource({ number: 0, perSecond: 42, lagMs: 9_400 }), now)).toMatchObject({
    key: 'sources.late',
    values: { seconds: 9 },
  });
  expect(sourceWords(logSource({ number: 0, perSecond: 42, lagMs: 90 }), now)).toMatchObject({
    key: 'sources.rate',
    values: { rate: '42' },
  });
});

test('rates stay short', () => {
  expect([0, 0.04, 0.3, 1, 42.4, 999, 1_234, 9_970, 42_000].map(rateText)).toEqual([
    '0',
    '0.1',
    '0.3',
    '1',
    '42',
    '999',
    '1.2k',
    '10k',
    '42k',
  ]);
});

test('totals count every source once', () => {
  const states: LogSourceState[] = [
    { state: 'following' },
    { state: 'connecting' },
    { state: 'queued' },
    { state: 'waiting', reason: 'Pending' },
    { state: 'ended', reason: '', exitCode: 0, at: null },
    { state: 'failed', error: status(403) },
  ];
  expect(countSources(states.map((state, number) => logSource({ number, state })))).toEqual({
    following: 1,
    waiting: 3,
    ended: 1,
    broken: 1,
  });
});

test('the run before is offered for crash loops whose run before can be read', () => {
  const state: LogSourceState = { state: 'waiting', reason: 'CrashLoopBackOff' };
  const sources = [
    logSource({ number: 0, state, restarts: 17, hasPrevious: true }),
    logSource({ number: 1, state, restarts: 17, hasPrevious: false }),
    logSource({ number: 2, restarts: 3, hasPrevious: true }),
  ];
  expect(crashLooping(sources).map(({ number }) => number)).toEqual([0]);
});

function status(code: number) {
  return { kind: 'status', code, reason: '', message: '', causes: [], retryAfterSeconds: null } as const;
}
