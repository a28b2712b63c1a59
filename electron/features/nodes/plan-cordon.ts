import type { NodeEdit } from './node-edit.ts';
import type { NodeFacts } from './node-facts.ts';
import { cordonWrite } from './run/run-writes.ts';

/** A node that is cordoned, or uncordoned, already is left alone, as by kubectl (k8s.io/kubectl/pkg/drain/cordon.go, UpdateIfRequired). Pure. */
export function planCordon(node: Pick<NodeFacts, 'name' | 'uid' | 'unschedulable'>, unschedulable: boolean): NodeEdit {
  if (node.unschedulable === unschedulable) return { type: 'unchanged' };
  const write = cordonWrite(node.name, unschedulable);
  return { type: 'write', write: { ...write, target: { ...write.target, uid: node.uid } } };
}
