import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { guessEnvironment } from '../../../../electron/features/contexts/guess-environment.ts';
import { projectContext } from '../../../../electron/features/contexts/project-context.ts';
import { mergeKubeconfigs } from '../../../../electron/kube/kubeconfig/merge-kubeconfigs.ts';
import { parseKubeconfig } from '../../../../electron/kube/kubeconfig/parse-kubeconfig.ts';
import { registryContext } from '../../../../electron/kube/registry-contexts.ts';

function views(name: string) {
  const text = readFileSync(join(import.meta.dirname, '../../../fixtures/kubeconfigs', name), 'utf8');
  return mergeKubeconfigs([parseKubeconfig(text, '/k')]).map((merged, index) =>
    projectContext(registryContext(merged, 'home', new Map()), {}, index),
  );
}

test.each([
  ['aks.yaml', 'aks'],
  ['digitalocean.yaml', 'digitalocean'],
  ['eks.yaml', 'eks'],
  ['exoscale.yaml', 'exoscale'],
  ['exoscale-exec.yaml', 'exoscale'],
  ['gke.yaml', 'gke'],
  ['hetzner-k3s.yaml', 'k3s'],
  ['kind.yaml', 'kind'],
  ['minikube.yaml', 'minikube'],
  ['oidc-generic.yaml', 'ovh'],
  ['ovh.yaml', 'ovh'],
  ['scaleway.yaml', 'scaleway'],
  ['scaleway-static-token.yaml', 'scaleway'],
])('%s is recognised as %s without a request', (name, provider) => {
  for (const view of views(name)) expect(view.provider).toBe(provider);
});

test('a name alone recognises nobody', () => {
  const text =
    'clusters: [{name: my-eks-gke-prod, cluster: {server: "https://10.0.0.1"}}]\nusers: [{name: u, user: {token: t}}]\ncontexts: [{name: scaleway, context: {cluster: my-eks-gke-prod, user: u}}]\n';
  const [merged] = mergeKubeconfigs([parseKubeconfig(text, '/k')]);
  if (merged === undefined) throw new Error('no context');
  const view = projectContext(registryContext(merged, 'home', new Map()), {}, 9);
  expect(view).toMatchObject({
    provider: null,
    environment: 'prod',
    environmentFrom: 'name',
    colour: 2,
    group: 'prod',
    server: '10.0.0.1',
  });
});

test.each([
  ['timonier.dev/demo', 'scaleway', 'scaleway'],
  ['timonier.dev/demo', 'ovh', 'ovh'],
  ['timonier.dev/demo', 'aws', 'eks'],
  ['timonier.dev/demo', 'constructor', null],
  ['timonier.dev/demo', '[scaleway]', null],
  ['timonier.dev/demos', 'ovh', null],
  ['other.example', 'ovh', null],
])('extension %s with provider %s means %s', (name, provider, expected) => {
  const text = `clusters: [{name: c, cluster: {server: "https://127.0.0.1:4", extensions: [{name: ${name}, extension: {provider: ${provider}}}]}}]\nusers: [{name: u, user: {token: t}}]\ncontexts: [{name: x, context: {cluster: c, user: u}}]\n`;
  const [merged] = mergeKubeconfigs([parseKubeconfig(text, '/k')]);
  if (merged === undefined) throw new Error('no context');
  expect(projectContext(registryContext(merged, 'home', new Map()), {}, 0).provider).toBe(expected);
  expect(projectContext(registryContext(merged, 'demo', new Map()), {}, 0).provider).toBe(expected ?? 'demo');
});

test.each([
  ['shop-prod-eu', 'prod'],
  ['PRD01', 'prod'],
  ['arn:aws:eks:eu-west-3:1:cluster/data-prod', 'prod'],
  ['liveStream', 'prod'],
  ['product-api', 'unknown'],
  ['reproduction', 'unknown'],
  ['shop-staging', 'staging'],
  ['shop-preprod', 'staging'],
  ['shop-pre-prod', 'staging'],
  ['non-prod', 'staging'],
  ['kind-dev', 'dev'],
  ['devices', 'unknown'],
  ['test-prod', 'prod'],
  ['dev-staging', 'unknown'],
])('%s is %s', (name, environment) => {
  expect(guessEnvironment([name])).toBe(environment);
});
