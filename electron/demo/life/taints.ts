import type { KubeObject } from '../kube-object.ts';
import { at, listAt, textAt } from '../kube-object.ts';

/** The taint that stands for a cordon (pkg/controller/nodelifecycle). */
export const CORDON_TAINT = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' } as const;

/** `spec.tolerations` of a pod. */
export type Tolerations = readonly {
  readonly key: string;
  readonly operator: 'Exists';
  readonly effect: 'NoSchedule' | 'NoExecute';
  readonly tolerationSeconds?: number;
}[];

/** What the admission plugin DefaultTolerationSeconds gives every pod that says nothing else. */
export const DEFAULT_TOLERATIONS: Tolerations = ['not-ready', 'unreachable'].map((state) => ({
  key: `node.kubernetes.io/${state}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}));

/** What a DaemonSet's pods tolerate (pkg/controller/daemon/util AddOrUpdateDaemonPodTolerations). */
export const DAEMON_TOLERATIONS: Tolerations = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];

/** The toleration of a pod for a taint, if it has one (core/v1 ToleratesTaint): no key stands for all, no effect too. */
export function tolerationOf(pod: KubeObject, taint: unknown): unknown {
  return listAt(pod, 'spec', 'tolerations').find((one) => {
    const effect = textAt(one, 'effect');
    const key = textAt(one, 'key');
    if (effect !== '' && effect !== textAt(taint, 'effect')) return false;
    if (key !== '' && key !== textAt(taint, 'key')) return false;
    if (textAt(one, 'operator') === 'Exists') return true;
    return key !== '' && textAt(one, 'value') === textAt(taint, 'value');
  });
}

/** Whether a pod may be on, or go to, a node with this taint. */
export const tolerates = (pod: KubeObject, taint: unknown): boolean => tolerationOf(pod, taint) !== undefined;

/** Seconds that a pod stays in spite of a NoExecute taint: 0 = none, null = for good. */
export function tolerationSeconds(pod: KubeObject, taint: unknown): number | null {
  const found = tolerationOf(pod, taint);
  if (found === undefined) return 0;
  const seconds = at(found, 'tolerationSeconds');
  return typeof seconds === 'number' ? Math.max(0, seconds) : null;
}
