import { type DisruptionBudget, disruptionBudgetOf } from '../../../../electron/features/nodes/disruption-budget.ts';
import { type DrainPod, drainPodOf } from '../../../../electron/features/nodes/drain-pod.ts';
import type { DaemonSetLookup } from '../../../../electron/features/nodes/judge-pod.ts';
import { type DrainOptions, drainOptionsSchema } from '../../../../shared/drain.ts';

/** What a test says of a pod; the rest is that of a healthy pod of ReplicaSet `web-1`. */
export interface PodTraits {
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** `apiVersion kind name`; null = none. */
  readonly controller?: string | null;
  readonly phase?: string;
  readonly ready?: boolean;
  readonly emptyDirs?: readonly object[];
  readonly finalizers?: readonly string[];
  readonly deletionTimestamp?: string;
}

/** The JSON of a pod in namespace `shop`. */
export function podObject(traits: PodTraits = {}): object {
  const { name = 'web-1-a', controller = 'apps/v1 ReplicaSet web-1', phase = 'Running', ready = true } = traits;
  const [apiVersion, kind, owner] = controller?.split(' ') ?? [];
  return {
    metadata: {
      name,
      namespace: 'shop',
      uid: `uid-${name}`,
      labels: traits.labels ?? { app: 'web' },
      annotations: traits.annotations ?? {},
      ...(controller === null ? {} : { ownerReferences: [{ apiVersion, kind, name: owner, uid: `uid-${owner}`, controller: true }] }),
      ...(traits.finalizers === undefined ? {} : { finalizers: traits.finalizers }),
      ...(traits.deletionTimestamp === undefined ? {} : { deletionTimestamp: traits.deletionTimestamp }),
    },
    spec: {
      terminationGracePeriodSeconds: 30,
      volumes: [{ name: 'host', hostPath: { path: '/' } }, ...(traits.emptyDirs ?? [])],
    },
    status: { phase, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  };
}

/** A pod as a drain reads it. */
export function drainPod(traits: PodTraits = {}): DrainPod {
  return drainPodOf(podObject(traits));
}

/** Switches of a drain: kubectl's defaults but for those given. */
export function options(changes: Partial<DrainOptions> = {}): DrainOptions {
  return drainOptionsSchema.parse(changes);
}

/** DaemonSet `agent` is there, every other is not. */
export const onlyAgent: DaemonSetLookup = (_namespace, name) =>
  name === 'agent' ? { found: true } : { found: false, notFound: true, message: `daemonsets.apps "${name}" not found` };

/** A budget over `app=web` in namespace `shop`, up to date: it needs `desired` and has `healthy` of `expected`. */
export function budget(
  name: string,
  numbers: { readonly desired: number; readonly healthy: number; readonly expected?: number },
  changes: { readonly spec?: object; readonly status?: object; readonly generation?: number } = {},
): DisruptionBudget {
  const { desired, healthy, expected = healthy } = numbers;
  return disruptionBudgetOf({
    metadata: { namespace: 'shop', name, generation: changes.generation ?? 1 },
    spec: { selector: { matchLabels: { app: 'web' } }, ...changes.spec },
    status: {
      observedGeneration: 1,
      disruptionsAllowed: Math.max(0, healthy - desired),
      currentHealthy: healthy,
      desiredHealthy: desired,
      expectedPods: expected,
      ...changes.status,
    },
  });
}
