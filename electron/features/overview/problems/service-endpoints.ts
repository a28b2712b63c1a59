import { arrayOf, objectOf } from '../../../kube/json-fields.ts';
import { listPath, objectPath } from '../../../kube/resource-path.ts';

/** Where the EndpointSlices of a Service are listed: they carry its name as a label (discovery/v1 LabelServiceName). */
export function endpointSlicesPath(namespace: string, service: string): string {
  const list = listPath({ group: 'discovery.k8s.io', version: 'v1', resource: 'endpointslices' }, namespace);
  return `${list}?labelSelector=${encodeURIComponent(`kubernetes.io/service-name=${service}`)}`;
}

/** Where a Service is. */
export function servicePath(namespace: string, service: string): string {
  return objectPath({ group: '', version: 'v1', resource: 'services' }, namespace, service);
}

/** Whether one endpoint in a list of EndpointSlices takes requests; an absent `ready` means yes (discovery/v1 types.go). */
export function hasReadyEndpoint(list: unknown): boolean {
  return arrayOf(objectOf(list).items).some((slice) =>
    arrayOf(objectOf(slice).endpoints).some((endpoint) => {
      const { addresses, conditions } = objectOf(endpoint);
      return arrayOf(addresses).length > 0 && objectOf(conditions).ready !== false;
    }),
  );
}

/** Whether a Service is only a name for something outside, which has no endpoints to count. */
export function isExternal(service: unknown): boolean {
  return objectOf(objectOf(service).spec).type === 'ExternalName';
}
