import type { ClusterState } from './cluster-state.ts';
import type { Exchange } from './exchange.ts';
import type { KubeObject } from './kube-object.ts';
import { at, kubeTime, numberAt, textAt } from './kube-object.ts';
import type { RequestTarget } from './request-target.ts';
import { checkPreconditions, existing, isDryRun, readBody } from './write-request.ts';

/** How deletes behave. */
export interface DeleteBehaviour {
  /** True when something (the demo's kubelets) removes pods after their grace period; false deletes at once. */
  readonly gracefulDeletion: boolean;
}

/** Seconds a pod has when its spec does not say (core/v1 defaults). */
const DEFAULT_GRACE_SECONDS = 30;

const isHeld = (object: KubeObject): boolean => (object.metadata.finalizers?.length ?? 0) > 0;

/**
 * Deletes as the registry does (registry/rest BeforeDelete, registry/core/pod/strategy.go): pods wait for their kubelet, finalizers hold
 * the object, the rest goes at once. Deleting again may shorten a grace period and never lengthens it.
 */
export function deleteObject(
  state: ClusterState,
  target: RequestTarget,
  graceSeconds: number | null,
  behaviour: DeleteBehaviour,
): KubeObject {
  const { key } = target.resource;
  const stored = existing(state, target);
  const own = at(stored, 'spec', 'terminationGracePeriodSeconds');
  const waitsForKubelet = key === 'pods' && behaviour.gracefulDeletion && textAt(stored, 'spec', 'nodeName') !== '';
  const grace = waitsForKubelet ? (graceSeconds ?? (typeof own === 'number' ? own : DEFAULT_GRACE_SECONDS)) : 0;
  if (grace === 0 && !isHeld(stored)) return state.delete(key, target.namespace, target.name) ?? stored;
  const running = stored.metadata.deletionGracePeriodSeconds;
  if (stored.metadata.deletionTimestamp !== undefined && (graceSeconds === null || running === undefined || graceSeconds >= running))
    return stored;
  const marked = state.update(key, target.namespace, target.name, (copy) => {
    copy.metadata.deletionTimestamp = kubeTime(state.now() + grace * 1000);
    copy.metadata.deletionGracePeriodSeconds = grace;
  });
  return marked ?? stored;
}

/** Removes an object that was only held by finalizers, once it has none left and no kubelet is at work (registry/generic store.go). */
export function finishDeletion(state: ClusterState, key: string, object: KubeObject): void {
  if (object.metadata.deletionTimestamp === undefined || isHeld(object)) return;
  if (numberAt(object, 'metadata', 'deletionGracePeriodSeconds') > 0) return;
  state.delete(key, object.metadata.namespace ?? '', object.metadata.name);
}

/** DELETE of one object: preconditions, dry run and grace period as the body or the query say. */
export async function handleDelete(
  exchange: Exchange,
  state: ClusterState,
  target: RequestTarget,
  behaviour: DeleteBehaviour,
): Promise<void> {
  const body = await readBody(exchange);
  const stored = existing(state, target);
  checkPreconditions(target, stored, at(body, 'preconditions', 'uid'), at(body, 'preconditions', 'resourceVersion'));
  const asked = at(body, 'gracePeriodSeconds') ?? exchange.query.get('gracePeriodSeconds');
  if (isDryRun(exchange, body)) return exchange.json(200, stored);
  const grace = asked === null || asked === undefined || asked === '' ? null : Number(asked);
  const result = deleteObject(state, target, grace, behaviour);
  // Pods answer themselves, most others a Success Status; clients must take both.
  if (target.resource.key === 'pods') exchange.json(200, result);
  else
    exchange.json(200, {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: { name: target.name, kind: target.resource.resource, uid: stored.metadata.uid },
    });
}
