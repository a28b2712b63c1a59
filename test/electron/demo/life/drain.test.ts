import { beforeEach, describe, expect, it } from 'vitest';
import { eksLive } from '../../../../electron/demo/clusters/eks-live.ts';
import { ovhProd } from '../../../../electron/demo/clusters/ovh-prod.ts';
import { createDemoCluster, type DemoCluster } from '../../../../electron/demo/demo-cluster.ts';
import type { KubeObject } from '../../../../electron/demo/kube-object.ts';
import { listAt, mapAt, numberAt, textAt } from '../../../../electron/demo/kube-object.ts';
import { isReady } from '../../../../electron/demo/life/owned-objects.ts';

const NOW = Date.parse('2026-11-23T03:00:00Z');
const SECOND = 1000;

let now = NOW;
let ovh: DemoCluster;

beforeEach(() => {
  now = NOW;
  ovh = createDemoCluster(ovhProd, { seed: 4, now });
});

const step = (seconds: number): void => {
  now += seconds * SECOND;
  ovh.advanceTo(now);
};
const podsOf = (prefix: string): readonly KubeObject[] => ovh.state.list('pods').filter((pod) => pod.metadata.name.startsWith(prefix));
const nodeOf = (pod: KubeObject | undefined): string => textAt(pod, 'spec', 'nodeName');
const budget = (namespace: string, name: string): KubeObject | null => ovh.state.get('poddisruptionbudgets.policy', namespace, name);

function first(prefix: string): KubeObject {
  // Those on the lost node never end.
  const pod = podsOf(prefix).find((one) => one.metadata.deletionTimestamp === undefined);
  if (!pod) throw new Error(`no pod ${prefix}`);
  return pod;
}

const cordon = (node: string): void => {
  ovh.state.update('nodes', '', node, (copy) => {
    copy.spec = { ...(copy.spec as object), unschedulable: true };
  });
};

/** What the API server does for a DELETE with the pod's own grace period. */
const remove = (pod: KubeObject): void => {
  const grace = numberAt(pod, 'spec', 'terminationGracePeriodSeconds');
  ovh.state.update('pods', pod.metadata.namespace ?? '', pod.metadata.name, (copy) => {
    copy.metadata.deletionTimestamp = new Date(now + grace * SECOND).toISOString();
    copy.metadata.deletionGracePeriodSeconds = grace;
  });
  ovh.advanceTo(now);
};

describe('a pod that is deleted', () => {
  it('terminates for a few seconds; its replacement is scheduled on a node that is not cordoned, and Ready seconds later', () => {
    const pod = first('checkout-web');
    cordon(nodeOf(pod));
    remove(pod);
    expect(ovh.state.get('pods', 'checkout', pod.metadata.name)).not.toBeNull();
    const fresh = () => podsOf('checkout-web').filter((one) => one.metadata.deletionTimestamp === undefined && !isReady(one));
    expect(fresh()).toHaveLength(1);
    expect(nodeOf(fresh()[0])).not.toBe(nodeOf(pod));
    step(30);
    expect(ovh.state.get('pods', 'checkout', pod.metadata.name)).toBeNull();
    expect(podsOf('checkout-web').filter(isReady)).toHaveLength(2);
  });

  it('of a StatefulSet comes back under its name only when it is gone, with its claim, where its disk is', () => {
    const pod = first('cart-session-0');
    cordon(nodeOf(pod));
    remove(pod);
    expect(podsOf('cart-session-0').map((one) => one.metadata.uid)).toEqual([pod.metadata.uid]);
    step(60);
    const [again] = podsOf('cart-session-0');
    expect(again?.metadata.uid).not.toBe(pod.metadata.uid);
    expect(nodeOf(again)).not.toBe(nodeOf(pod));
    expect(listAt(again, 'spec', 'volumes')).toContainEqual({
      name: 'data',
      persistentVolumeClaim: { claimName: 'data-cart-session-0' },
    });
  });

  it('with a finalizer stays, its containers down, until somebody takes the finalizer away', () => {
    const pod = first('audit-shipper');
    remove(pod);
    step(600);
    const stuck = ovh.state.get('pods', 'audit', pod.metadata.name);
    expect(stuck?.metadata).toMatchObject({ finalizers: ['audit.shop.example/spool-uploaded'], deletionGracePeriodSeconds: 0 });
    expect(textAt(stuck, 'status', 'containerStatuses', 0, 'state', 'terminated', 'reason')).toBe('Completed');
    expect(podsOf('audit-shipper').filter(isReady)).toHaveLength(1);
  });

  it('by hand is gone for good; one of a static pod comes back on its node', () => {
    remove(first('debug-shell'));
    const mirror = first('nginx-proxy');
    remove(mirror);
    step(40);
    expect(podsOf('debug-shell')).toEqual([]);
    const again = ovh.state.get('pods', 'kube-system', mirror.metadata.name);
    expect(again?.metadata.uid).not.toBe(mirror.metadata.uid);
    expect(again?.metadata.annotations?.['kubernetes.io/config.mirror']).toBeDefined();
    expect(nodeOf(again ?? undefined)).toBe(nodeOf(mirror));
  });

  it('of a Job begins again in another pod', () => {
    const pod = first('rebuild-price-history');
    remove(pod);
    step(30);
    const again = first('rebuild-price-history');
    expect(again.metadata.uid).not.toBe(pod.metadata.uid);
    expect(textAt(again, 'status', 'phase')).toBe('Running');
  });
});

describe('a budget', () => {
  it('whose pods crash allows none; one of a share counts what there should be', () => {
    const held = budget('payments', 'payments-gateway')?.status as Record<string, unknown>;
    expect(held).toMatchObject({ disruptionsAllowed: 0, desiredHealthy: 3, observedGeneration: 1 });
    expect(listAt(held, 'conditions')).toMatchObject([{ type: 'DisruptionAllowed', status: 'False', reason: 'InsufficientPods' }]);
    const replicas = numberAt(ovh.state.get('deployments.apps', 'search', 'search-query'), 'spec', 'replicas');
    expect(budget('search', 'search-query')?.status).toMatchObject({
      expectedPods: replicas,
      desiredHealthy: replicas - Math.ceil(replicas / 4),
    });
  });

  it('forgets an eviction it let through once the pod is being deleted, and two minutes later if it never is', () => {
    const [one, other] = podsOf('checkout-api').filter(isReady);
    const before = numberAt(budget('checkout', 'checkout-api'), 'status', 'disruptionsAllowed');
    expect(before).toBeGreaterThan(0);
    ovh.state.update('poddisruptionbudgets.policy', 'checkout', 'checkout-api', (copy) => {
      const disruptedPods = Object.fromEntries([one, other].map((pod) => [pod?.metadata.name ?? '', new Date(now).toISOString()]));
      copy.status = { ...(copy.status as object), disruptedPods };
    });
    ovh.advanceTo(now);
    const disrupted = () => Object.keys(mapAt(budget('checkout', 'checkout-api'), 'status', 'disruptedPods'));
    expect(disrupted()).toHaveLength(2);
    if (one) remove(one);
    expect(disrupted()).toEqual([other?.metadata.name]);
    step(150);
    expect(disrupted()).toEqual([]);
  });
});

describe('a node', () => {
  it('has the taint of a cordon as long as it is cordoned', () => {
    const node = nodeOf(first('checkout-web'));
    const taints = () => listAt(ovh.state.get('nodes', '', node), 'spec', 'taints').map((taint) => textAt(taint, 'key'));
    cordon(node);
    ovh.advanceTo(now);
    expect(taints()).toEqual(['node.kubernetes.io/unschedulable']);
    ovh.state.update('nodes', '', node, (copy) => {
      const { unschedulable: _unschedulable, ...spec } = copy.spec as Record<string, unknown>;
      copy.spec = spec;
    });
    ovh.advanceTo(now);
    expect(taints()).toEqual([]);
  });

  it('with a NoExecute taint loses what does not tolerate it, and keeps static pods', () => {
    const node = nodeOf(first('checkout-web'));
    ovh.state.update('nodes', '', node, (copy) => {
      copy.spec = { ...(copy.spec as object), taints: [{ key: 'old-kernel', effect: 'NoExecute' }] };
    });
    step(20);
    const left = ovh.state.list('pods').filter((pod) => nodeOf(pod) === node && pod.metadata.deletionTimestamp === undefined);
    expect(left.map((pod) => pod.metadata.name)).toContain(`nginx-proxy-${node}`);
    expect(left.filter((pod) => pod.metadata.name.startsWith('checkout-web'))).toEqual([]);
  });
});

describe('eks-live', () => {
  it('has a pod that nothing makes again, and a Job that asks not to be disrupted', () => {
    const { state } = createDemoCluster(eksLive, { seed: 5, now: NOW });
    const bare = state.get('pods', 'catalog', 'legacy-cron-runner');
    expect(bare?.metadata.ownerReferences).toBeUndefined();
    const job = state.list('pods', 'catalog').find((pod) => pod.metadata.name.startsWith('batch-export-'));
    expect(job?.metadata.annotations).toMatchObject({ 'karpenter.sh/do-not-disrupt': 'true' });
    expect(textAt(job, 'status', 'phase')).toBe('Running');
  });
});
