import { services } from '../../../shared/kinds/services.ts';
import type { Row } from '../../../shared/row.ts';
import { arrayOf, type JsonObject, numberOf, objectOf, textOf } from '../../kube/json-fields.ts';
import type { Members } from '../../kube/json-members.ts';
import { labelsText } from '../../kube/label-text.ts';
import type { KubeObject, Projection } from '../../kube/projection.ts';
import { createdAtOf, isTerminating, projectionOver, rowOfObject } from '../../kube/row-of-object.ts';
import { loadBalancerAddresses, loadBalancerMembers } from './load-balancer-addresses.ts';

/** Services to rows, as printService of the server prints them wide; cells follow `services.columns`. */
export const projectServices: Projection = projectionOver(services.columns, reads(), projectService);

function reads(): Members {
  return {
    spec: {
      type: true,
      clusterIP: true,
      clusterIPs: true,
      externalIPs: true,
      externalName: true,
      selector: true,
      ports: { port: true, nodePort: true, protocol: true },
    },
    status: { loadBalancer: loadBalancerMembers },
  };
}

/*
 * Health of a Service: being deleted, or a load balancer that has no address yet: progressing. Otherwise unknown: a Service alone
 * does not say whether anything answers behind it (its EndpointSlices do).
 */
function projectService(object: KubeObject): Row {
  const spec = objectOf(object.spec);
  const externalIP = externalIPText(spec, objectOf(object.status));
  const createdAt = createdAtOf(object);
  return rowOfObject(object, createdAt, externalIP === '<pending>' || isTerminating(object) ? 'progressing' : 'unknown', [
    textOf(spec.type),
    textOf(arrayOf(spec.clusterIPs)[0]) || textOf(spec.clusterIP) || null,
    externalIP,
    portsText(arrayOf(spec.ports)),
    createdAt,
    labelsText(spec.selector),
  ]);
}

/** getServiceExternalIP of the server's printers. */
function externalIPText(spec: JsonObject, status: JsonObject): string | null {
  const externalIPs = arrayOf(spec.externalIPs);
  switch (spec.type) {
    case 'ClusterIP':
    case 'NodePort':
      return externalIPs.length === 0 ? null : externalIPs.map(textOf).join(',');
    case 'LoadBalancer': {
      const addresses = loadBalancerAddresses(status.loadBalancer);
      for (const address of externalIPs) addresses.push(textOf(address));
      return addresses.length === 0 ? '<pending>' : addresses.join(',');
    }
    case 'ExternalName':
      return textOf(spec.externalName);
    default:
      return '<unknown>';
  }
}

function portsText(ports: readonly unknown[]): string | null {
  let text = '';
  for (const item of ports) {
    const port = objectOf(item);
    const nodePort = numberOf(port.nodePort);
    text += `${text === '' ? '' : ','}${numberOf(port.port)}${nodePort > 0 ? `:${nodePort}` : ''}/${textOf(port.protocol)}`;
  }
  return text === '' ? null : text;
}
