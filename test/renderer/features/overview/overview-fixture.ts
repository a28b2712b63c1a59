import { conditionOf } from '../../../../renderer/features/overview/cluster-condition.ts';
import { type FleetCluster, planCluster } from '../../../../renderer/features/overview/plan-fleet.ts';
import type { IsIgnored } from '../../../../renderer/features/overview/plan-problem-rows.ts';
import { unknownStatus } from '../../../../renderer/state/contexts-store.ts';
import { contextIdOf } from '../../../../shared/context-id.ts';
import type { ContextView } from '../../../../shared/context-view.ts';
import type { Freshness } from '../../../../shared/freshness.ts';
import type { ClusterOverview } from '../../../../shared/overview.ts';
import type { Problem } from '../../../../shared/problem.ts';

/** Time of all fixtures, ms since the epoch. */
export const now = Date.UTC(2026, 1, 3, 14, 1, 12);

const live: Freshness = { state: 'live', lastByteAt: now - 1_000, partial: null };
/** A cluster that nobody answers for since three minutes. */
export const unreachable: Freshness = {
  state: 'stale',
  since: now - 185_000,
  error: { kind: 'unreachable', cause: 'timeout', host: 'eks:443', code: 'ETIMEDOUT', detail: '' },
  retryAt: now + 12_000,
  attempt: 3,
};

/** A context of the fleet. */
export function contextNamed(name: string): ContextView {
  return {
    id: contextIdOf('/kube/config', name),
    file: '/kube/config',
    name,
    displayName: name,
    cluster: name,
    user: 'admin',
    namespace: '',
    server: `${name}:6443`,
    provider: null,
    environment: 'prod',
    environmentFrom: 'name',
    colour: 1,
    group: '',
    pinned: false,
    broken: null,
    warnings: [],
  };
}

/** A problem of a Deployment; anything may be given. */
export function problemOf(name: string, more: Partial<Problem> = {}): Problem {
  const cause = more.cause ?? 'crash-loop';
  return {
    id: `${cause}/Deployment/shop/${name}`,
    severity: 'broken',
    cause,
    object: { group: 'apps', version: 'v1', resource: 'deployments', kind: 'Deployment', namespace: 'shop', name },
    pods: [`${name}-5d4f8c7b9-abcde`],
    affected: 1,
    total: 4,
    since: now - 600_000,
    facts: {},
    message: '',
    expected: null,
    ...more,
  };
}

/** An overview of a cluster whose lists are all live, with these problems. */
export function overviewWith(problems: readonly Problem[] = [], more: Partial<ClusterOverview> = {}): ClusterOverview {
  const nothing = { used: null, requested: null, limits: null, allocatable: null };
  const unknown = { value: 'unknown', evidence: [] } as const;
  const count = (severity: Problem['severity']) => problems.filter((one) => one.severity === severity && one.expected === null).length;
  return {
    at: now,
    sources: { pods: live, nodes: live, 'deployments.apps': live },
    provider: {
      controlPlane: unknown,
      infrastructure: unknown,
      distribution: unknown,
      infrastructures: [],
      regions: [],
      provider: null,
      name: null,
    },
    version: 'v1.33.4',
    skew: null,
    nodes: { total: 3, ready: 3, cordoned: 0 },
    pods: { total: 40, running: 40, pending: 0, succeeded: 0, failing: 0, broken: 0 },
    deployments: { total: 10, ready: 10 },
    cpu: nothing,
    memory: nothing,
    podRoom: nothing,
    measuredNodes: null,
    usage: { state: 'waiting', since: now },
    warnings: 0,
    expiries: [],
    problems,
    problemCounts: { broken: count('broken'), attention: count('attention'), unknown: count('unknown') },
    changes: [],
    pools: null,
    components: [],
    capacity: null,
    ...more,
  };
}

/** Nobody ignores anything. */
export const ignoresNothing: IsIgnored = () => false;

/** A cluster of the fleet as its page shows it. `freshness` null = not connected. */
export function clusterNamed(
  name: string,
  overview: ClusterOverview | null,
  freshness: Freshness | null = live,
  isIgnored: IsIgnored = ignoresNothing,
): FleetCluster {
  const context = contextNamed(name);
  const status = freshness === null ? unknownStatus : { ...unknownStatus, connected: true, freshness };
  return planCluster(
    context,
    conditionOf(status, now),
    overview,
    (problem) => problem.expected === null && !isIgnored(context.id, problem),
  );
}
