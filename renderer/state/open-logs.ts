import type { LogStart } from '../../shared/logs.ts';
import { type LogObject, type LogPlan, planLogs } from '../../shared/plan-logs.ts';
import type { ResourceRef } from '../../shared/resource.ts';
import { openLogs } from './dock-store.ts';
import type { ActedNode } from './node-actions.ts';

/** Objects of one kind that the user would act on now: the selected rows of the table, else the one under its cursor. */
export interface ActedObjects {
  readonly resource: ResourceRef;
  readonly objects: readonly (LogObject & { readonly labels: Readonly<Record<string, string>> })[];
  /** The same as nodes; empty for other kinds. */
  readonly nodes: readonly ActedNode[];
}

let acted: (() => ActedObjects) | null = null;

/** Lets the palette offer what can be done with the rows of a table while it is on screen; `read` is asked when the palette opens. */
export function registerActedObjects(read: () => ActedObjects): () => void {
  acted = read;
  return () => {
    if (acted === read) acted = null;
  };
}

/** What the table on screen would act on; null where there is no table. */
export function actedObjects(): ActedObjects | null {
  return acted?.() ?? null;
}

/** Opens one view of the logs of some objects in the dock, or says why not. `start` null = from where the settings say. */
export function openLogsOf(resource: ResourceRef, objects: readonly LogObject[], start: LogStart | null = null): LogPlan {
  const plan = planLogs(resource, objects, start);
  if (plan.ok) openLogs(plan.page);
  return plan;
}
