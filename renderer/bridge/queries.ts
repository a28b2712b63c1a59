import { QueryClient, type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { ClusterError } from '../../shared/cluster-error.ts';
import type { ContextId } from '../../shared/context-id.ts';
import type { CallArguments, CallChannel, CallValue, ClusterChannel } from '../../shared/contract.ts';
import { useBridge } from './bridge-context.tsx';

/** One client for the page. Retries belong to the main side, which knows why a call failed; refetching to the screens. */
export function createQueryClient(): QueryClient {
  return new QueryClient({ defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false, staleTime: 30_000 } } });
}

/** Key of what was asked of one cluster. It starts with the context, so that a context's answers can be dropped together. */
export function clusterKey(contextId: ContextId, channel: CallChannel, args: unknown): readonly [ContextId, CallChannel, unknown] {
  return [contextId, channel, args];
}

/** The options of a question to one cluster, for `useQuery` and `useQueries`: a failed Result becomes the query's error. */
export function clusterQuery<Channel extends ClusterChannel>(
  call: (
    channel: Channel,
    args: CallArguments<Channel>,
  ) => Promise<{ ok: true; value: CallValue<Channel> } | { ok: false; error: ClusterError }>,
  channel: Channel,
  args: CallArguments<Channel> & { contextId: ContextId },
) {
  return {
    queryKey: clusterKey(args.contextId, channel, args),
    queryFn: async (): Promise<CallValue<Channel>> => {
      const result = await call(channel, args);
      if (!result.ok) throw result.error;
      return result.value;
    },
  };
}

/** Asks one cluster and keeps the answer. `error` of the result is a ClusterError: describe it with `useDescribeError`. */
export function useClusterQuery<Channel extends ClusterChannel>(
  channel: Channel,
  args: CallArguments<Channel> & { contextId: ContextId },
  options: { enabled?: boolean; staleTime?: number } = {},
): UseQueryResult<CallValue<Channel>, ClusterError> {
  const bridge = useBridge();
  return useQuery<CallValue<Channel>, ClusterError>({
    ...clusterQuery<Channel>((name, given) => bridge.call(name, given), channel, args),
    ...options,
  });
}
