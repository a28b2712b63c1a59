import type { ResourceRef } from '../resource.ts';
import { cronJobs } from './cron-jobs.ts';
import { daemonSets } from './daemon-sets.ts';
import { deployments } from './deployments.ts';
import { events } from './events.ts';
import { ingresses } from './ingresses.ts';
import { jobs } from './jobs.ts';
import type { KindDefinition } from './kind-definition.ts';
import { namespaces } from './namespaces.ts';
import { nodes } from './nodes.ts';
import { pods } from './pods.ts';
import { replicaSets } from './replica-sets.ts';
import { services } from './services.ts';
import { statefulSets } from './stateful-sets.ts';

/** The kinds with rows of their own, in the order the page offers them. Every other kind comes through the server's Table. */
export const kindDefinitions: readonly KindDefinition[] = [
  pods,
  deployments,
  statefulSets,
  daemonSets,
  replicaSets,
  jobs,
  cronJobs,
  services,
  ingresses,
  nodes,
  namespaces,
  events,
];

/** The definition of a resource, when it is one of ours and in a version of the same shape; null: use the server's Table. */
export function kindDefinitionOf(ref: ResourceRef): KindDefinition | null {
  for (const definition of kindDefinitions) {
    if (definition.resource.resource === ref.resource && definition.resource.group === ref.group) {
      return definition.versions.includes(ref.version) ? definition : null;
    }
  }
  return null;
}
