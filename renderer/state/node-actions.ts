import type { ContextId } from '../../shared/context-id.ts';
import type { ResourceRef } from '../../shared/resource.ts';
import type { Health, Row } from '../../shared/row.ts';

/** What can be done with nodes from anywhere in the page. */
export const nodeActions = ['cordon', 'uncordon', 'drain', 'taints', 'labels'] as const;

/** One of `nodeActions`. */
export type NodeActionType = (typeof nodeActions)[number];

/** Their keys, in the table and in the drawer; k9s' where it has them. */
export const nodeActionKeys: Readonly<Record<NodeActionType, string>> = {
  cordon: 'c',
  uncordon: 'u',
  drain: 'r',
  taints: 't',
  labels: 'L',
};

/** A node that is acted on, as its row has it. */
export interface ActedNode {
  readonly contextId: ContextId;
  readonly name: string;
  readonly health: Health;
  /** As kubectl prints it: `Ready,SchedulingDisabled`. */
  readonly status: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** An action on nodes of one or several contexts. */
export interface NodeAction {
  readonly type: NodeActionType;
  readonly nodes: readonly ActedNode[];
}

let runner: ((action: NodeAction) => void) | null = null;

/** Lets the screens of nodes carry out actions that are asked for elsewhere; until the returned function is called. */
export function registerNodeActions(run: (action: NodeAction) => void): () => void {
  runner = run;
  return () => {
    if (runner === run) runner = null;
  };
}

/** Begins an action: asks what is to be asked, does it, says what came of it. Nothing is done without nodes. */
export function runNodeAction(action: NodeAction): void {
  if (action.nodes.length > 0) runner?.(action);
}

/** Whether rows of this kind are nodes. */
export function isNodes({ group, resource }: Pick<ResourceRef, 'group' | 'resource'>): boolean {
  return group === '' && resource === 'nodes';
}

/** The node of a row of the kind `nodes`. */
export function actedNode(contextId: ContextId, row: Pick<Row, 'name' | 'health' | 'cells' | 'labels'>): ActedNode {
  const [status] = row.cells;
  return { contextId, name: row.name, health: row.health, status: typeof status === 'string' ? status : '', labels: row.labels };
}

/** Whether no new pods are scheduled on it. */
export function isCordoned({ status }: Pick<ActedNode, 'status'>): boolean {
  return status.split(',').includes('SchedulingDisabled');
}
