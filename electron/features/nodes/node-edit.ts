import type { EditError } from '../../../shared/cluster-error.ts';
import type { WriteAction } from '../../../shared/journal.ts';
import type { JsonObject } from '../../kube/json-fields.ts';
import type { NodeFacts } from './node-facts.ts';
import type { RunWrite } from './run/run-writes.ts';

/** What is to be done to one node, decided from what it is now. */
export type NodeEdit =
  | { readonly type: 'write'; readonly write: RunWrite }
  /** It is so already: nothing is sent. */
  | { readonly type: 'unchanged' }
  /** kubectl would refuse it, or it cannot be taken back: nothing is sent. */
  | { readonly type: 'refused'; readonly error: EditError };

/** Refuses an edit, in kubectl's words where it has some. */
export function refusedEdit(cause: EditError['cause'], message: string): { readonly type: 'refused'; readonly error: EditError } {
  return { type: 'refused', error: { kind: 'edit', cause, message } };
}

/**
 * A merge patch (RFC 7386) of these fields, which the server refuses (409) when the node is no longer the version that the patch was made from. `fields`
 * without metadata of its own but labels.
 */
export function nodePatch(action: WriteAction, node: NodeFacts, fields: JsonObject, before: unknown, after: unknown): NodeEdit {
  const metadata = { ...(fields.metadata as JsonObject | undefined), resourceVersion: node.resourceVersion };
  return {
    type: 'write',
    write: {
      action,
      verb: 'patch',
      target: { group: '', version: 'v1', resource: 'nodes', subresource: '', namespace: '', name: node.name, uid: node.uid },
      method: 'PATCH',
      path: `/api/v1/nodes/${encodeURIComponent(node.name)}`,
      contentType: 'application/merge-patch+json',
      body: { ...fields, metadata },
      before,
      after,
      undoable: true,
    },
  };
}
