import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mergeKubeconfigs } from '../../../../electron/kube/kubeconfig/merge-kubeconfigs.ts';
import { parseKubeconfig } from '../../../../electron/kube/kubeconfig/parse-kubeconfig.ts';
import { kubeconfigFacts } from '../../../../electron/kube/provider/kubeconfig-facts.ts';
import { type ProviderFacts, type ProviderNode, providerNodeOf } from '../../../../electron/kube/provider/provider-facts.ts';
import { registryContext } from '../../../../electron/kube/registry-contexts.ts';

const fixtures = join(import.meta.dirname, '../../../fixtures');

/** A Node of test/fixtures/providers/nodes, as the API gives it. */
export function fixtureNode(name: string): unknown {
  return JSON.parse(readFileSync(join(fixtures, 'providers/nodes', `${name}.json`), 'utf8'));
}

/** What is looked at of it. */
export function providerNode(name: string): ProviderNode {
  return providerNodeOf(fixtureNode(name));
}

/** A node that was not seen, by what matters of it. */
export function madeNode(fields: Partial<ProviderNode>): ProviderNode {
  return { name: 'node', providerID: '', labels: {}, annotationKeys: [], addresses: [], kubeletVersion: 'v1.34.1', osImage: '', ...fields };
}

/** Facts of every context of a kubeconfig of test/fixtures/kubeconfigs. */
export function fixtureFacts(name: string): readonly ProviderFacts[] {
  return factsOf(readFileSync(join(fixtures, 'kubeconfigs', `${name}.yaml`), 'utf8'));
}

/** Facts of every context of a kubeconfig. */
export function factsOf(text: string): readonly ProviderFacts[] {
  return mergeKubeconfigs([parseKubeconfig(text, '/k')]).map((merged) => kubeconfigFacts(registryContext(merged, 'home', new Map())));
}
