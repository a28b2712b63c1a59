import { serverUrl } from '../kubeconfig/check-context.ts';
import type { RegistryContext } from '../registry-contexts.ts';
import { authorityNameOf } from './authority-name.ts';
import type { ProviderFacts } from './provider-facts.ts';

/** What the kubeconfig alone tells of who runs the cluster: nothing is asked, and no file but those already read. */
export function kubeconfigFacts(context: RegistryContext): ProviderFacts {
  const { cluster, user } = context;
  return {
    server: cluster === null ? '' : (serverUrl(cluster)?.href ?? ''),
    tlsServerName: cluster?.tlsServerName ?? '',
    contextName: context.name,
    clusterName: context.clusterName,
    userName: context.userName,
    authorityName: authorityNameOf(cluster?.certificateAuthorityData ?? ''),
    execCommand: user?.exec?.command ?? '',
    execArgs: user?.exec?.args ?? [],
    extensions: cluster?.extensions ?? new Map(),
  };
}
