import { describe, expect, it } from 'vitest';
import type { DemoCluster } from '../../../electron/demo/demo-cluster.ts';
import { createDemoCluster } from '../../../electron/demo/demo-cluster.ts';
import { DEMO_CLUSTERS } from '../../../electron/demo/demo-fleet.ts';
import type { KubeObject } from '../../../electron/demo/kube-object.ts';
import { numberAt, textAt } from '../../../electron/demo/kube-object.ts';
import { cpuMillicores, isControlledBy, memoryBytes } from '../../../electron/demo/life/pod-types.ts';
import { requestsOf } from '../../../electron/demo/life/scheduler.ts';
import { podStatusCells } from '../../../electron/demo/pod-cells.ts';

const NOW = Date.parse('2026-11-23T03:00:00Z');
const MINUTE = 60_000;

function expectConsistent({ state }: DemoCluster): void {
  const pods = state.list('pods');
  const active = (owner: KubeObject): readonly KubeObject[] =>
    pods.filter((pod) => isControlledBy(pod, owner) && pod.metadata.deletionTimestamp === undefined);
  for (const set of state.list('replicasets.apps')) {
    expect(numberAt(set, 'status', 'replicas'), set.metadata.name).toBe(active(set).length);
    expect(active(set)).toHaveLength(numberAt(set, 'spec', 'replicas'));
  }
  for (const deployment of state.list('deployments.apps')) {
    const sets = state.list('replicasets.apps').filter((set) => isControlledBy(set, deployment));
    expect(numberAt(deployment, 'status', 'replicas'), deployment.metadata.name).toBe(sets.flatMap(active).length);
  }
  for (const node of state.list('nodes')) {
    const there = pods.filter(
      (pod) => textAt(pod, 'spec', 'nodeName') === node.metadata.name && !['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase')),
    );
    const sum = there
      .map(requestsOf)
      .reduce((a, b) => ({ cpuMillicores: a.cpuMillicores + b.cpuMillicores, memoryBytes: a.memoryBytes + b.memoryBytes }), {
        cpuMillicores: 0,
        memoryBytes: 0,
      });
    expect(sum.cpuMillicores).toBeLessThanOrEqual(cpuMillicores(textAt(node, 'status', 'allocatable', 'cpu')));
    expect(sum.memoryBytes).toBeLessThanOrEqual(memoryBytes(textAt(node, 'status', 'allocatable', 'memory')));
  }
}

describe.each(DEMO_CLUSTERS.map((spec) => [spec.name, spec] as const))('%s', (_name, spec) => {
  it('is consistent at the start and while twenty minutes go by', () => {
    const cluster = createDemoCluster(spec, { seed: 7, now: NOW });
    expectConsistent(cluster);
    const before = cluster.state.resourceVersion;
    for (let minute = 1; minute <= 20; minute += 1) {
      cluster.advanceTo(NOW + minute * MINUTE);
      expectConsistent(cluster);
    }
    const changesPerSecond = (cluster.state.resourceVersion - before) / 1200;
    expect(changesPerSecond).toBeGreaterThan(0.3);
    expect(changesPerSecond).toBeLessThan(5);
    expect(cluster.state.count('pods')).toBeGreaterThanOrEqual(60);
    expect(cluster.state.count('events')).toBeLessThan(1500);
  });
});

describe('ovh-prod', () => {
  const spec = DEMO_CLUSTERS[1];
  if (!spec) throw new Error('no second demo cluster');

  it('tells its stories: a crash loop, a stalled rollout, a full cluster, a lost node', () => {
    const cluster = createDemoCluster(spec, { seed: 7, now: NOW });
    const statuses = (prefix: string): string[] =>
      cluster.state
        .list('pods')
        .filter((pod) => pod.metadata.name.startsWith(prefix))
        .map((pod) => podStatusCells(pod, NOW)[1]);
    const restarts = (prefix: string): number[] =>
      cluster.state
        .list('pods')
        .filter((pod) => pod.metadata.name.startsWith(prefix))
        .map((pod) => Number.parseInt(podStatusCells(pod, NOW)[2], 10));
    expect(Math.max(...restarts('payments-gateway'))).toBeGreaterThan(5);
    expect(statuses('catalog-api')).toContain('ImagePullBackOff');
    expect(statuses('search-indexer')).toContain('Pending');
    expect(cluster.state.list('events').some((event) => event.reason === 'FailedScheduling')).toBe(true);
    const lost = cluster.state.get('nodes', '', spec.lostNode?.name ?? '');
    expect(JSON.stringify(lost)).toContain('NodeStatusUnknown');
    expect(cluster.state.list('poddisruptionbudgets.policy').some((budget) => numberAt(budget, 'status', 'disruptionsAllowed') === 0)).toBe(
      true,
    );
  });

  it('is the same cluster for the same seed and time', () => {
    const list = (seed: number): string => JSON.stringify(createDemoCluster(spec, { seed, now: NOW }).state.list('pods'));
    expect(list(11)).toBe(list(11));
    expect(list(11)).not.toBe(list(12));
  });
});
