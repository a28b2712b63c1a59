import type { PoolNode } from '../../../../shared/node-pool.ts';
import type { PoolMark } from '../../../kube/provider/pool-mark.ts';

/** What a controller appends to the name of a set for each of its machines, or to a deployment's for each of its revisions. */
const suffix = /-[a-z0-9]{5,10}$/;

/**
 * The pool that annotations name, where no label does: Cluster API writes which set of machines made a node (api/core/v1beta2, OwnerNameAnnotation; a MachineSet is a revision of its
 * MachineDeployment), OpenShift which machine it is (its MachineSet is what comes before the suffix), Oracle's OKE the id of its pool. Null when none does.
 */
export function ownerMarkOf(annotations: PoolNode['annotations']): PoolMark | null {
  const value = (key: string) => annotations[key] ?? '';
  const owner = value('cluster.x-k8s.io/owner-name');
  if (owner !== '') {
    const name = value('cluster.x-k8s.io/owner-kind') === 'MachineSet' ? owner.replace(suffix, '') : owner;
    return { kind: 'cluster-api', name, id: '', label: 'cluster.x-k8s.io/owner-name' };
  }
  const machine = value('machine.openshift.io/machine').replace(/^.*\//, '');
  if (suffix.test(machine)) return { kind: 'openshift', name: machine.replace(suffix, ''), id: '', label: 'machine.openshift.io/machine' };
  const pool = value('oci.oraclecloud.com/node-pool-id');
  return pool === '' ? null : { kind: 'oracle', name: pool, id: pool, label: 'oci.oraclecloud.com/node-pool-id' };
}
