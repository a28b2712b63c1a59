import { readJson } from './read-json.ts';
import { RequestFailure } from './request-failure.ts';
import type { Transport } from './transport.ts';

/**
 * Namespaces that are worth asking one by one when a list over all of them is refused: those the user may list, else those
 * the settings or the kubeconfig name. Several that were named are a choice of the user's. Never rejects.
 */
export async function namespacesToTry(
  transport: Transport,
  configured: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (configured.length > 1) return configured;
  try {
    const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';
    const answer = await readJson(transport, { path: '/api/v1/namespaces', purpose: 'list', accept, signal });
    const names = namesIn(answer);
    return names.length > 0 ? names : configured;
  } catch (thrown) {
    if (thrown instanceof RequestFailure || signal.aborted) return configured;
    throw thrown;
  }
}

function namesIn(list: unknown): readonly string[] {
  if (typeof list !== 'object' || list === null || !('items' in list) || !Array.isArray(list.items)) return [];
  return list.items.flatMap((item: { readonly metadata?: { readonly name?: unknown } } | null) =>
    typeof item?.metadata?.name === 'string' ? [item.metadata.name] : [],
  );
}
