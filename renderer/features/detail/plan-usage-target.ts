import { type ResourceRef, resourceKey } from '../../../shared/resource.ts';
import type { UsageTarget } from '../../../shared/usage.ts';

import type { ContainerLine } from './plan-containers.ts';

/** Kinds whose pods are folded under them. */
const workloads: Readonly<Record<string, string>> = {
  'deployments.apps': 'Deployment',
  'statefulsets.apps': 'StatefulSet',
  'daemonsets.apps': 'DaemonSet',
  'jobs.batch': 'Job',
};

/**
 * Whose usage the drawer of an object shows; null for kinds that use nothing themselves. Of a pod in which one of several containers is in trouble, it is that container: only
 * it has the limit that it runs against.
 */
export function planUsageTarget(
  resource: ResourceRef,
  namespace: string,
  name: string,
  containers: readonly ContainerLine[] = [],
): UsageTarget | null {
  const key = resourceKey(resource);
  if (key === 'pods') {
    const regular = containers.filter(({ kind }) => kind === 'container');
    const broken = regular.find(({ health }) => health === 'broken');
    return broken === undefined || regular.length < 2
      ? { kind: 'pod', namespace, name }
      : { kind: 'container', namespace, name, container: broken.name };
  }
  if (key === 'nodes') return { kind: 'node', name };
  if (key === 'namespaces') return { kind: 'namespace', name };
  const owner = workloads[key];
  return owner === undefined ? null : { kind: 'workload', namespace, owner, name };
}
