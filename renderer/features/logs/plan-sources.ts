import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { ContextId } from '../../../shared/context-id.ts';
import type { LogSource } from '../../../shared/logs.ts';
import { nameSources, type SourceName } from './source-name.ts';

/** One source as the list shows it. */
export interface SourceEntry {
  readonly source: LogSource;
  readonly name: SourceName;
  /** The key `1` to `9` that shows it alone; null behind the ninth. */
  readonly digit: number | null;
}

/** The sources of one context. */
export interface SourceGroup {
  readonly contextId: ContextId;
  readonly entries: readonly SourceEntry[];
}

/**
 * Sources by context, contexts in the user's order (those it does not name last), sources of one in the order in which they
 * joined: nothing moves when a pod starts or ends. Digits count through all groups, as the list is read.
 */
export function groupSources(sources: readonly LogSource[], order: readonly ContextId[]): readonly SourceGroup[] {
  const names = nameSources(sources);
  const byContext = new Map<ContextId, LogSource[]>();
  for (const source of [...sources].sort((a, b) => a.number - b.number)) {
    const members = byContext.get(source.contextId);
    if (members) members.push(source);
    else byContext.set(source.contextId, [source]);
  }
  const rank = (id: ContextId) => (order.includes(id) ? order.indexOf(id) : order.length);
  let place = 0;
  return [...byContext]
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([contextId, members]) => ({
      contextId,
      entries: members.map((source) => {
        place++;
        const name = names.get(source.number) ?? { base: source.pod, suffix: '', container: '' };
        return { source, name, digit: place <= 9 ? place : null };
      }),
    }));
}

/** The connection between this page and the process that reads logs, which is what breaks here. */
const toTimonier: ClusterError = { kind: 'unreachable', cause: 'closed', host: 'Timonier', code: '', detail: '' };

/** Sources of a view that was cut off, at `since` (ms since the epoch): nobody knows any more what those do that had not ended. Pure. */
export function cutOff(sources: ReadonlyMap<number, LogSource>, since: number): ReadonlyMap<number, LogSource> {
  const state = { state: 'broken', error: toTimonier, since, retryAt: null } as const;
  return new Map(
    [...sources].map(([number, source]) =>
      source.state.state === 'ended' || source.state.state === 'failed' ? [number, source] : [number, { ...source, state, perSecond: 0 }],
    ),
  );
}

/** What stands right of a source's name, as a message of the namespace `logs`, and how much it matters. */
export interface SourceWords {
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
  readonly tone: 'quiet' | 'attention' | 'broken';
}

/** Reasons of a waiting container that are not simply a start: the kubelet's, `pkg/kubelet/images/types.go` and `kuberuntime_container.go`. */
const troubled = /BackOff|Err|Invalid|Fail/;
/** Later than this a line is called late, in ms: a second is usual between kubelet, network and page. */
const lateMs = 5_000;
/** What there was before a view was opened arrives long after it was written: lag means something after that, in ms. */
const catchUpMs = 15_000;

/** The state of one source in two words. `now` and the moment at which the view was opened are in ms since the epoch. */
export function sourceWords(source: LogSource, now: number, opened = 0): SourceWords {
  const { state } = source;
  switch (state.state) {
    case 'waiting':
      if (state.reason === '') return { key: 'sources.waitingPlain', values: {}, tone: 'quiet' };
      return { key: 'sources.waiting', values: { reason: state.reason }, tone: troubled.test(state.reason) ? 'attention' : 'quiet' };
    case 'queued':
      return { key: 'sources.queued', values: {}, tone: 'quiet' };
    case 'connecting':
      return { key: 'sources.connecting', values: {}, tone: 'quiet' };
    case 'following':
      return source.lagMs !== null && source.lagMs > lateMs && source.perSecond > 0 && now - opened > catchUpMs
        ? { key: 'sources.late', values: { seconds: Math.round(source.lagMs / 1_000) }, tone: 'attention' }
        : { key: 'sources.rate', values: { rate: rateText(source.perSecond) }, tone: 'quiet' };
    case 'ended': {
      const failed = state.exitCode !== null && state.exitCode !== 0;
      return failed
        ? { key: 'sources.endedBadly', values: { reason: state.reason }, tone: 'broken' }
        : { key: 'sources.ended', values: {}, tone: 'quiet' };
    }
    case 'broken': {
      if (state.retryAt === null) return { key: 'sources.broken', values: {}, tone: 'attention' };
      return { key: 'sources.retry', values: { seconds: Math.max(1, Math.ceil((state.retryAt - now) / 1_000)) }, tone: 'attention' };
    }
    case 'failed': {
      const code = state.error.kind === 'status' ? state.error.code : 0;
      if (code === 403) return { key: 'sources.forbidden', values: {}, tone: 'attention' };
      return { key: code === 404 || code === 410 ? 'sources.gone' : 'sources.failed', values: {}, tone: 'attention' };
    }
  }
}

/** Lines a second, short enough for a narrow column: `0`, `0.3`, `42`, `1.2k`. */
export function rateText(perSecond: number): string {
  if (perSecond <= 0) return '0';
  if (perSecond < 0.95) return Math.max(0.1, perSecond).toFixed(1);
  if (perSecond < 999.5) return String(Math.round(perSecond));
  return perSecond < 9_950 ? `${(perSecond / 1_000).toFixed(1)}k` : `${Math.round(perSecond / 1_000)}k`;
}

/** How many sources do what, for the status bar and for screen readers. */
export interface SourceTotals {
  readonly following: number;
  readonly waiting: number;
  readonly ended: number;
  readonly broken: number;
}

/** Counts of sources by what they do. */
export function countSources(sources: readonly LogSource[]): SourceTotals {
  const count = (...states: readonly LogSource['state']['state'][]) => sources.filter(({ state }) => states.includes(state.state)).length;
  return {
    following: count('following'),
    waiting: count('waiting', 'queued', 'connecting'),
    ended: count('ended'),
    broken: count('broken', 'failed'),
  };
}

/** Sources whose containers start again and again and whose run before can be read: kubectl's `logs --previous` is what helps there. */
export function crashLooping(sources: readonly LogSource[]): readonly LogSource[] {
  return sources.filter(
    ({ state, hasPrevious, restarts }) => hasPrevious && restarts > 0 && state.state === 'waiting' && state.reason === 'CrashLoopBackOff',
  );
}
