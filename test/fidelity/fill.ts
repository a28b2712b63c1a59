import { type Filling, namespace, stuckNamespace } from './filling.ts';
import { ground } from './ground-manifests.ts';
import { type Api, type Kubectl, kubectl } from './kubectl.ts';
import { handWritten } from './own-kind-manifests.ts';
import { podStates } from './pod-states.ts';
import { randomPodStates } from './random-pod-states.ts';
import { tableKinds } from './table-manifests.ts';

/**
 * Fills the cluster with objects in many states, and waits until its controllers have dealt with the ordinary ones. Can be run
 * again on the same cluster. Throws when an object is refused or the controllers do not get there.
 */
export async function fill(judge: Kubectl, api: Api): Promise<void> {
  await apply(judge, ground);
  for (const name of ['certificates', 'plains', 'aged'])
    await kubectl(judge, ['wait', '--for=condition=Established', `crd/${name}.fidelity.example`]);
  // Events of an earlier run may not be changed.
  await kubectl(judge, ['delete', 'events', '--all', '-n', namespace]);
  await apply(judge, [...handWritten, ...tableKinds]);
  for (const { status } of handWritten) if (status !== undefined) await api.patch(status.path, { status: status.value });
  const deleted = [...podStates, ...randomPodStates].filter((pod) => pod.deleted === true).map((pod) => pod.name);
  await remove(judge, ['pod', ...deleted, '-n', namespace]);
  await remove(judge, ['namespace', stuckNamespace]);
  await kubectl(judge, ['wait', '-n', namespace, '--for=condition=Complete', 'job/done', '--timeout=90s']);
  await kubectl(judge, ['wait', '-n', namespace, '--for=condition=Failed', 'job/deadline', '--timeout=90s']);
  await kubectl(judge, ['rollout', 'status', '-n', namespace, 'deployment/web', '--timeout=90s']);
  await kubectl(judge, ['rollout', 'status', '-n', namespace, 'statefulset/db', '--timeout=90s']);
}

async function apply(judge: Kubectl, fillings: readonly Filling[]): Promise<void> {
  const list = { apiVersion: 'v1', kind: 'List', items: fillings.map((filling) => filling.object) };
  await kubectl(judge, ['apply', '--server-side', '--force-conflicts', '-f', '-'], JSON.stringify(list));
}

async function remove(judge: Kubectl, what: readonly string[]): Promise<void> {
  await kubectl(judge, ['delete', ...what, '--wait=false', '--ignore-not-found']);
}
