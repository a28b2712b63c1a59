import { ingresses } from '../../../shared/kinds/ingresses.ts';
import type { Row } from '../../../shared/row.ts';
import { arrayOf, objectOf, textOf } from '../../kube/json-fields.ts';
import type { Members } from '../../kube/json-members.ts';
import type { KubeObject, Projection } from '../../kube/projection.ts';
import { createdAtOf, isTerminating, projectionOver, rowOfObject } from '../../kube/row-of-object.ts';
import { loadBalancerAddresses, loadBalancerMembers } from './load-balancer-addresses.ts';

/** Ingresses to rows, as printIngress of the server prints them wide; cells follow `ingresses.columns`. */
export const projectIngresses: Projection = projectionOver(ingresses.columns, reads(), projectIngress);

function reads(): Members {
  return {
    spec: { ingressClassName: true, rules: { host: true }, tls: { secretName: true } },
    status: { loadBalancer: loadBalancerMembers },
  };
}

/*
 * Health of an Ingress: being deleted: progressing. Otherwise unknown: many controllers never write an address, so none says
 * nothing, and an Ingress alone does not say whether anything answers behind it.
 */
function projectIngress(object: KubeObject): Row {
  const spec = objectOf(object.spec);
  const createdAt = createdAtOf(object);
  return rowOfObject(object, createdAt, isTerminating(object) ? 'progressing' : 'unknown', [
    typeof spec.ingressClassName === 'string' ? spec.ingressClassName : null,
    hostsText(arrayOf(spec.rules)),
    loadBalancerAddresses(objectOf(object.status).loadBalancer).join(','),
    arrayOf(spec.tls).length === 0 ? '80' : '80, 443',
    createdAt,
  ]);
}

const shownHosts = 3;

/** formatHosts of the server's printers: `more` counts rules, not hosts, and only once three hosts are shown. */
function hostsText(rules: readonly unknown[]): string {
  const hosts: string[] = [];
  let more = false;
  for (const rule of rules) {
    if (hosts.length === shownHosts) more = true;
    const host = textOf(objectOf(rule).host);
    if (!more && host !== '') hosts.push(host);
  }
  if (hosts.length === 0) return '*';
  return more ? `${hosts.join(',')} + ${rules.length - shownHosts} more...` : hosts.join(',');
}
