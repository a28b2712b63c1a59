import { arrayOf, objectOf, textOf } from '../../../kube/json-fields.ts';
import { readJson } from '../../../kube/read-json.ts';
import type { Transport } from '../../../kube/transport.ts';
import { skipsKubeletCertificates } from '../provider/find-components.ts';

/** Where upstream's manifest and chart and most providers have it; elsewhere the answer stays unknown. */
const path = '/apis/apps/v1/namespaces/kube-system/deployments?labelSelector=k8s-app%3Dmetrics-server';

/**
 * Whether metrics-server refuses kubelets whose certificate it does not know (Kapsule's sign theirs themselves), by the flags of its Deployment; null when those cannot be read, or
 * it is not there. Never rejects: it is a hint beside a reason that is known anyway.
 */
export async function readKubeletCheck(transport: Transport, signal: AbortSignal): Promise<boolean | null> {
  let list: unknown;
  try {
    list = await readJson(transport, { path, purpose: 'call', signal });
  } catch {
    return null;
  }
  const containers = arrayOf(objectOf(list).items).flatMap((item) => {
    const template = objectOf(objectOf(objectOf(item).spec).template);
    return arrayOf(objectOf(template.spec).containers);
  });
  if (containers.length === 0) return null;
  const flags = containers.flatMap((container) => {
    const { command, args } = objectOf(container);
    return [...arrayOf(command), ...arrayOf(args)].map(textOf);
  });
  return !skipsKubeletCertificates(flags);
}
