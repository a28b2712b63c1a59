import { arrayOf, objectOf, textOf } from '../../kube/json-fields.ts';
import type { Members } from '../../kube/json-members.ts';

/** What is read of a `status.loadBalancer`: for the `reads` of a projection. */
export const loadBalancerMembers: Members = { ingress: { ip: true, hostname: true } };

/** Addresses of a `status.loadBalancer`, sorted and each once: the server goes through a set. An address beats a host name. */
export function loadBalancerAddresses(loadBalancer: unknown): string[] {
  const addresses = new Set<string>();
  for (const ingress of arrayOf(objectOf(loadBalancer).ingress)) {
    const { ip, hostname } = objectOf(ingress);
    const address = textOf(ip) || textOf(hostname);
    if (address !== '') addresses.add(address);
  }
  return [...addresses].sort();
}
