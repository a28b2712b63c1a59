import type { CallHandler } from '../../kube/data-thread-host.ts';
import { arrayOf, isObject, type JsonObject, objectOf, textOf } from '../../kube/json-fields.ts';
import { readJson } from '../../kube/read-json.ts';
import { RequestFailure } from '../../kube/request-failure.ts';
import { objectPath } from '../../kube/resource-path.ts';
import type { Transport } from '../../kube/transport.ts';

/** What a node has of all that we change. */
export interface NodeFacts {
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly unschedulable: boolean;
  /** As the server gave them (v1.Taint), with fields that we do not know. */
  readonly taints: readonly JsonObject[];
  readonly labels: Readonly<Record<string, string>>;
}

/** Channel of `nodeFactsHandler` between main process and data thread; no page can name it. It only reads. */
export const nodeFactsChannel = 'nodes.facts';

/** Answers `nodeFactsChannel` in the data thread; arguments come from the main process. */
export const nodeFactsHandler: CallHandler = (session, args) =>
  readNodeFacts(session.transport(), (args as { readonly node: string }).node, session.signal);

const nodes = { group: '', version: 'v1', resource: 'nodes' };

/** Reads one node. Rejects with RequestFailure, also when the answer is none. */
export async function readNodeFacts(transport: Transport, name: string, signal: AbortSignal): Promise<NodeFacts> {
  const facts = nodeFactsOf(await readJson(transport, { path: objectPath(nodes, '', name), purpose: 'call', signal }));
  // What is written is decided by what was read: an answer that is no node must not pass for one without labels and taints.
  if (facts.name === name && facts.uid !== '' && facts.resourceVersion !== '') return facts;
  const detail = `${transport.host} answered the node ${name} with something else`;
  throw new RequestFailure({ kind: 'invalid-answer', contentType: 'application/json', detail });
}

/** Reads a v1.Node as JSON. Odd input gives Go's zero values, never a throw. */
export function nodeFactsOf(object: unknown): NodeFacts {
  const { metadata: metadataField, spec: specField } = objectOf(object);
  const metadata = objectOf(metadataField);
  const spec = objectOf(specField);
  return {
    name: textOf(metadata.name),
    uid: textOf(metadata.uid),
    resourceVersion: textOf(metadata.resourceVersion),
    unschedulable: spec.unschedulable === true,
    taints: arrayOf(spec.taints).filter(isObject),
    labels: Object.fromEntries(Object.entries(objectOf(metadata.labels)).map(([key, value]) => [key, textOf(value)])),
  };
}
