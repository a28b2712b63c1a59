import { clusterObject, type Filling, namespace, stuckNamespace } from './filling.ts';

/** What must exist before the rest: namespaces, custom kinds. */
export const ground: readonly Filling[] = [
  { object: clusterObject('v1', 'Namespace', namespace) },
  { object: clusterObject('v1', 'Namespace', stuckNamespace) },
  {
    object: clusterObject('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'certificates.fidelity.example', {
      spec: customResource('certificates', 'Certificate', 'Namespaced', [
        { name: 'Ready', type: 'boolean', jsonPath: '.spec.ready' },
        { name: 'Secret', type: 'string', jsonPath: '.spec.secretName', description: 'Where the key is kept.' },
        { name: 'Renewals', type: 'integer', jsonPath: '.spec.renewals' },
        { name: 'Share', type: 'number', jsonPath: '.spec.share' },
        { name: 'Expired Since', type: 'date', jsonPath: '.spec.expiredAt' },
        { name: 'Names', type: 'string', jsonPath: '.spec.names', priority: 1 },
        { name: 'Issuer', type: 'string', jsonPath: '.spec.issuer', priority: 1 },
        { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
      ]),
    }),
  },
  {
    object: clusterObject('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'plains.fidelity.example', {
      spec: customResource('plains', 'Plain', 'Cluster', []),
    }),
  },
  {
    object: clusterObject('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'aged.fidelity.example', {
      spec: customResource('aged', 'Aged', 'Namespaced', [
        { name: 'Age', type: 'date', jsonPath: '.spec.since', description: 'Not the age of the object.' },
        { name: 'Created', type: 'date', jsonPath: '.metadata.creationTimestamp' },
      ]),
    }),
  },
];

function customResource(plural: string, kind: string, scope: string, columns: readonly object[]): object {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  return {
    group: 'fidelity.example',
    scope,
    names: { plural, singular: kind.toLowerCase(), kind },
    versions: [{ name: 'v1', served: true, storage: true, schema, ...(columns.length === 0 ? {} : { additionalPrinterColumns: columns }) }],
  };
}
