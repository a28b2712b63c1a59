import type { Environment } from '../../../shared/context-view.ts';

/** Words that mark an environment in names; the most dangerous is looked for first. */
const words: readonly (readonly [Environment, ReadonlySet<string>])[] = [
  ['prod', new Set(['prod', 'production', 'prd', 'live', 'produktion'])],
  ['staging', new Set(['staging', 'stage', 'stg', 'preprod', 'preproduction', 'uat', 'qa', 'recette', 'acceptance', 'integration', 'int'])],
  [
    'dev',
    new Set([
      'dev',
      'devel',
      'develop',
      'development',
      'test',
      'testing',
      'sandbox',
      'sbx',
      'lab',
      'local',
      'demo',
      'playground',
      'kind',
      'minikube',
      'k3d',
    ]),
  ],
];
/** `pre-prod`, `non-prod` and `not-live` are no production: the word before takes its meaning away. */
const negations = new Set(['pre', 'non', 'not', 'no', 'np']);

/**
 * What is at stake in a cluster, by whole words of its names: `shop-prod-eu` is prod, `product-api` says nothing. The name of
 * the cluster is read before the context's. Names that say two things, and names that say nothing, are unknown, which is treated
 * like prod wherever something can be changed.
 */
export function guessEnvironment(names: readonly string[]): Environment {
  for (const name of names) {
    const found = environmentOf(name);
    if (found !== 'unknown') return found;
  }
  return 'unknown';
}

function environmentOf(name: string): Environment {
  const parts = name
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((part) => part.replace(/^([a-z]+)\d+$/, '$1'));
  const found = new Set<Environment>();
  parts.forEach((part, index) => {
    for (const [environment, marks] of words) {
      if (!marks.has(part)) continue;
      const negated = environment === 'prod' && negations.has(parts[index - 1] ?? '');
      found.add(negated ? 'staging' : environment);
    }
  });
  if (found.has('prod')) return 'prod';
  return found.size === 1 ? ([...found][0] ?? 'unknown') : 'unknown';
}
