import { createHash } from 'node:crypto';
import type { ClusterState } from '../cluster-state.ts';
import type { KubeObject } from '../kube-object.ts';
import { at } from '../kube-object.ts';
import type { Pod, PodTemplate } from './pod-types.ts';
import { isControlledBy } from './pod-types.ts';

/** The pod template of a workload. */
export const templateOf = (workload: KubeObject): PodTemplate => at(workload, 'spec', 'template') as PodTemplate;

/** True when a pod's Ready condition is. */
export const isReady = (pod: KubeObject): boolean =>
  ((pod as Pod).status.conditions ?? []).some((c) => c.type === 'Ready' && c.status === 'True');

/** Objects of a resource that `owner` controls. */
export function ownedBy(state: ClusterState, resource: string, owner: KubeObject): readonly KubeObject[] {
  return state.list(resource, owner.metadata.namespace).filter((object) => isControlledBy(object, owner));
}

/** Writes a status, only when something in it changed. */
export function writeStatus(state: ClusterState, resource: string, object: KubeObject, status: Record<string, unknown>): void {
  const next = { ...(object.status as Record<string, unknown> | undefined), ...status };
  if (JSON.stringify(next) === JSON.stringify(object.status ?? {})) return;
  state.update(resource, object.metadata.namespace ?? '', object.metadata.name, (copy) => {
    copy.status = next;
  });
}

/** A name for a pod template: ten letters that change with it. */
export function templateHash(template: PodTemplate): string {
  const letters = 'bcdfghjklmnpqrstvwxz2456789';
  return [...createHash('sha256').update(JSON.stringify(template)).digest().subarray(0, 10)]
    .map((byte) => letters[byte % letters.length])
    .join('');
}
