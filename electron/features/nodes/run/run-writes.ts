import type { ClusterError, Result } from '../../../../shared/cluster-error.ts';
import type { ContextId } from '../../../../shared/context-id.ts';
import type { DrainOptions } from '../../../../shared/drain.ts';
import type { WriteAction, WriteTarget } from '../../../../shared/journal.ts';
import type { Confirmation, WriteVerb } from '../../../../shared/protection.ts';
import type { PodState } from './run-state.ts';

/** One write of a run, before it passes the gate. */
export interface RunWrite {
  readonly action: WriteAction;
  readonly verb: WriteVerb;
  readonly target: WriteTarget;
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly contentType: string;
  readonly body: unknown;
  /** The fields it changes, as they are and as they become; null where nothing is edited. */
  readonly before: unknown;
  readonly after: unknown;
  readonly undoable: boolean;
}

/** What came of a write. `unknown`: it may have been done. `error` null = the app ended meanwhile. */
export type WriteAnswer =
  | { readonly type: 'done' }
  /** A guardrail refuses it: nothing was sent. */
  | { readonly type: 'denied'; readonly error: ClusterError }
  | { readonly type: 'failed'; readonly error: ClusterError }
  | { readonly type: 'unknown'; readonly error: ClusterError | null };

/** Who a write is for. */
export interface WriteFor {
  readonly contextId: ContextId;
  readonly confirmation: Confirmation;
  /** Of the run, for the journal. */
  readonly run: string;
  /** The cluster that was meant when the run began (uid of kube-system); empty where it was not known: any. */
  readonly clusterUid: string;
}

/** The one gate of all writes as a run uses it (features/writes/write-gate.ts behind it). */
export interface RunWrites {
  /** Whether these writes, as one action, are allowed with what the user confirmed. Sends nothing. */
  permit(who: WriteFor, writes: readonly Pick<RunWrite, 'action' | 'verb' | 'target'>[]): Result<null>;
  /** The cluster that the context leads to now (uid of kube-system); empty where nobody knows. */
  clusterUid(contextId: ContextId): string;
  /** Guards it again, keeps a journal of it and sends it at most once; to no other cluster than the one that was meant. Never rejects. */
  send(who: WriteFor, write: RunWrite): Promise<WriteAnswer>;
}

/** The patch of `kubectl cordon` and `uncordon` (k8s.io/kubectl/pkg/drain/cordon.go). */
export function cordonWrite(node: string, unschedulable: boolean): RunWrite {
  return {
    action: unschedulable ? 'cordon' : 'uncordon',
    verb: 'patch',
    target: { group: '', version: 'v1', resource: 'nodes', subresource: '', namespace: '', name: node, uid: '' },
    method: 'PATCH',
    path: `/api/v1/nodes/${encodeURIComponent(node)}`,
    contentType: 'application/strategic-merge-patch+json',
    body: { spec: { unschedulable: unschedulable ? true : null } },
    before: { spec: { unschedulable: !unschedulable } },
    after: { spec: { unschedulable } },
    undoable: true,
  };
}

/** The eviction of a pod, or its deletion with `--disable-eviction`. Unlike kubectl's it is about this uid alone: a namesake is left in peace. */
export function removalWrite(
  { namespace, name, uid }: Pick<PodState, 'namespace' | 'name' | 'uid'>,
  { gracePeriodSeconds, disableEviction }: DrainOptions,
): RunWrite {
  const deleteOptions = {
    ...(gracePeriodSeconds < 0 ? {} : { gracePeriodSeconds }),
    preconditions: { uid },
  };
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}`;
  const pod = { group: '', version: 'v1', resource: 'pods', namespace, name, uid };
  const common = { contentType: 'application/json', before: null, after: null, undoable: false };
  if (disableEviction) {
    const body = { apiVersion: 'v1', kind: 'DeleteOptions', ...deleteOptions };
    return { ...common, action: 'delete', verb: 'delete', target: { ...pod, subresource: '' }, method: 'DELETE', path, body };
  }
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace }, deleteOptions };
  return {
    ...common,
    action: 'evict',
    verb: 'create',
    target: { ...pod, subresource: 'eviction' },
    method: 'POST',
    path: `${path}/eviction`,
    body,
  };
}
