import type { ContextId } from '../../../shared/context-id.ts';
import type { LogObject } from '../../../shared/plan-logs.ts';
import { hasLogs } from '../../../shared/plan-logs.ts';
import type { Problem } from '../../../shared/problem.ts';
import type { ResourceRef } from '../../../shared/resource.ts';
import type { ObjectPage } from '../../../shared/window-page.ts';
import { pathOfTable } from './fleet-links.ts';

/** Where a problem leads. */
export interface ProblemLinks {
  /** Its object, to be opened beside the table of its kind; null when it is no object, or nobody knows where its kind is served. */
  readonly object: ObjectPage | null;
  /** Address of the pods it was found in, that need a look; null when it is not of pods. */
  readonly pods: string | null;
  /** Address of its events; null when it is no object. */
  readonly events: string | null;
  /** The node its pods are on, or that it names; null when none is named. */
  readonly node: ObjectPage | null;
  /** What has logs: the pods it was found in, or the workload; null when nothing has. */
  readonly logs: { readonly resource: ResourceRef; readonly objects: readonly LogObject[] } | null;
}

const podsRef: ResourceRef = { group: '', version: 'v1', resource: 'pods' };
const nodesRef: ResourceRef = { group: '', version: 'v1', resource: 'nodes' };

/** Links of a problem in one cluster. */
export function planProblemLinks(contextId: ContextId, { object, pods, facts }: Problem): ProblemLinks {
  const { group, version, resource, namespace, name } = object;
  const ref = { group, version, resource };
  const known = resource !== '' && name !== '';
  const isNode = object.kind === 'Node' && known;
  const named = facts.node ?? facts.largestNode;
  const node = isNode ? name : typeof named === 'string' && named !== '' ? named : null;
  return {
    object: known ? { contextId, resource: ref, namespace, name } : null,
    pods: isNode
      ? pathOfTable(contextId, 'pods', { filter: `node:${name}` })
      : pods.length > 0
        ? pathOfTable(contextId, 'pods', { filter: filterOf(name, pods), namespace })
        : null,
    events: name === '' ? null : pathOfTable(contextId, 'events', { filter: name, namespace }),
    node: node === null ? null : { contextId, resource: nodesRef, namespace: '', name: node },
    logs: logsOf(contextId, ref, object, pods, facts.lastJob),
  };
}

/** Text that all of the pods have and few others: the name of what they belong to, where their names begin with it. */
function filterOf(name: string, pods: readonly string[]): string {
  const [only] = pods;
  if (pods.length === 1 && only !== undefined) return only;
  return name !== '' && pods.every((pod) => pod.startsWith(name)) ? name : commonStart(pods);
}

function commonStart(names: readonly string[]): string {
  const [first = ''] = names;
  let length = first.length;
  for (const name of names) while (!name.startsWith(first.slice(0, length))) length--;
  return first.slice(0, length).replace(/-[^-]*$/, '');
}

function logsOf(
  contextId: ContextId,
  ref: ResourceRef,
  { kind, namespace, name }: Problem['object'],
  pods: readonly string[],
  lastJob: string | number | undefined,
): ProblemLinks['logs'] {
  if (pods.length > 0) return { resource: podsRef, objects: pods.map((pod) => ({ contextId, namespace, name: pod })) };
  // What a CronJob ran last says why it fails; its next run has written nothing yet.
  if (kind === 'CronJob' && typeof lastJob === 'string') {
    return { resource: { group: 'batch', version: 'v1', resource: 'jobs' }, objects: [{ contextId, namespace, name: lastJob }] };
  }
  return name !== '' && hasLogs(ref) ? { resource: ref, objects: [{ contextId, namespace, name }] } : null;
}
