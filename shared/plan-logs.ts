import type { ContextId } from './context-id.ts';
import type { LogPage } from './log-page.ts';
import type { LogSelection, LogStart } from './logs.ts';
import { type ResourceRef, resourceKey } from './resource.ts';

/** Most pods that are named in one view, and most parts that a view is made of: the limits of `logs.view`. */
export const mostPods = 500;
export const mostSelections = 100;

/** The kinds whose objects have pods that can be found from the object: by selector, or (CronJobs) by ownership. */
const kindsWithPods: ReadonlySet<string> = new Set([
  'deployments.apps',
  'statefulsets.apps',
  'daemonsets.apps',
  'replicasets.apps',
  'replicationcontrollers',
  'jobs.batch',
  'cronjobs.batch',
  'services',
]);

/** Whether objects of this kind have logs: pods, and what has pods. A ConfigMap has none. */
export function hasLogs(resource: ResourceRef): boolean {
  return resourceKey(resource) === 'pods' || kindsWithPods.has(resourceKey(resource));
}

/** Whether logs of the run before the present one can be asked for: containers of pods restart, workloads do not. */
export function hasPreviousLogs(resource: ResourceRef): boolean {
  return resourceKey(resource) === 'pods';
}

/** An object whose logs are wanted. */
export interface LogObject {
  readonly contextId: ContextId;
  readonly namespace: string;
  readonly name: string;
}

/** A view, or why there is none: more is wanted than one view takes. Nothing is cut in silence. */
export type LogPlan =
  | { readonly ok: true; readonly page: LogPage }
  | { readonly ok: false; readonly reason: 'none' }
  | { readonly ok: false; readonly reason: 'too-many'; readonly most: number; readonly count: number };

/** The whole of the runs before the present ones: they have ended, so all of it comes at once. */
export const previousRuns: LogStart = { since: { type: 'all' }, tailLines: null, previous: true };

/**
 * One view of the logs of some objects of one kind, over all their contexts. Pods of a context are one selection; every other object
 * is one of its own, so that its pods are followed as they come and go. Contexts stand in the order of their first object.
 */
export function planLogs(resource: ResourceRef, objects: readonly LogObject[], start: LogStart | null = null): LogPlan {
  const [first] = objects;
  if (first === undefined || !hasLogs(resource)) return { ok: false, reason: 'none' };
  const pods = resourceKey(resource) === 'pods';
  const most = pods ? mostPods : mostSelections;
  if (objects.length > most) return { ok: false, reason: 'too-many', most, count: objects.length };
  const selections = pods ? podSelections(objects) : objects.map((object) => workloadSelection(resource, object));
  if (selections.length > mostSelections) return { ok: false, reason: 'too-many', most: mostSelections, count: selections.length };
  // The same name in several clusters is one thing to whoever looks at it.
  const oneName = objects.every(({ name }) => name === first.name);
  return { ok: true, page: { title: oneName ? first.name : `${objects.length} ${resource.resource}`, selections, start } };
}

function podSelections(objects: readonly LogObject[]): LogSelection[] {
  const byContext = new Map<ContextId, { namespace: string; name: string }[]>();
  for (const { contextId, namespace, name } of objects) {
    const pods = byContext.get(contextId);
    if (pods) pods.push({ namespace, name });
    else byContext.set(contextId, [{ namespace, name }]);
  }
  return [...byContext].map(([contextId, pods]) => ({ contextId, target: { type: 'pods', pods }, containers: [] }));
}

function workloadSelection(resource: ResourceRef, { contextId, namespace, name }: LogObject): LogSelection {
  const { group, version, resource: plural } = resource;
  return { contextId, target: { type: 'workload', resource: { group, version, resource: plural }, namespace, name }, containers: [] };
}

/** One view of all pods with some labels: in each of the contexts, in some namespaces (null = all of them). `selector` is as kubectl's `-l`. */
export function planLogsByLabel(selector: string, contextIds: readonly ContextId[], namespaces: readonly string[] | null): LogPlan {
  const text = selector.trim();
  if (text === '' || contextIds.length === 0) return { ok: false, reason: 'none' };
  if (contextIds.length > mostSelections) return { ok: false, reason: 'too-many', most: mostSelections, count: contextIds.length };
  const selections = contextIds.map(
    (contextId): LogSelection => ({
      contextId,
      target: { type: 'labels', selector: text, namespaces: namespaces === null ? null : [...namespaces] },
      containers: [],
    }),
  );
  return { ok: true, page: { title: text, selections, start: null } };
}
