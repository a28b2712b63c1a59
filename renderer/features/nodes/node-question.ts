import type { ConfirmationContext, ConfirmationObject } from '../../state/confirmation-store.ts';
import type { ActedNode } from '../../state/node-actions.ts';

/** A patch of a cluster-scoped object, as the guardrails look at it. */
export function patchOf(resource: string): ConfirmationContext['actions'][number] {
  return { verb: 'patch', target: { group: '', resource, subresource: '', namespace: '' } };
}

/** Nodes as the dialog of a write lists them. */
export function objectsOf(nodes: readonly ActedNode[]): readonly ConfirmationObject[] {
  return nodes.map(({ name, health, status }) => ({ health, name, state: status }));
}
