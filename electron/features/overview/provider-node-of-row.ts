import type { Row } from '../../../shared/row.ts';
import { nodeFactsOf } from '../../../shared/row-facts.ts';
import type { ProviderNode } from '../../kube/provider/provider-facts.ts';

/** What is looked at of a node to tell who runs it, out of its row; null for a row that is no node's. */
export function providerNodeOfRow(row: Row): ProviderNode | null {
  const facts = nodeFactsOf(row);
  if (facts === null) return null;
  return {
    name: row.name,
    providerID: facts.providerID,
    labels: row.labels,
    annotationKeys: Object.keys(facts.annotations),
    addresses: facts.addresses.map(([, address]) => address),
    kubeletVersion: facts.kubeletVersion,
    osImage: facts.osImage,
  };
}
