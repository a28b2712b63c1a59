import { useCallback } from 'react';
import { useLocation } from 'wouter';
import type { ClusterError } from '../../shared/cluster-error.ts';
import type { ContextId } from '../../shared/context-id.ts';
import { logPagePath } from '../../shared/log-page.ts';
import { resourceKey } from '../../shared/resource.ts';
import type { ObjectPage } from '../../shared/window-page.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useContexts } from './contexts-store.ts';
import { openWindow } from './open-window.ts';
import { parseScope, withScope } from './scope.ts';
import { withSelectedObject } from './selected-object.ts';

const core = (resource: string) => ({ group: '', version: 'v1', resource });

/** A pod, as `useGoToObject` takes it. */
export function podPage(contextId: ContextId, namespace: string, name: string): ObjectPage {
  return { contextId, resource: core('pods'), namespace, name };
}

/** A node, as `useGoToObject` takes it. */
export function nodePage(contextId: ContextId, name: string): ObjectPage {
  return { contextId, resource: core('nodes'), namespace: '', name };
}

/**
 * Address of an object in the scope of `search`, which grows by what the object needs and loses nothing: its context where it is not
 * shown (`shown`: what the scope shows where the query names no context), all namespaces where its own is not among those chosen.
 */
export function addressInScope(search: string, object: ObjectPage, shown: readonly ContextId[]): string {
  const { contextIds, namespaces } = parseScope(search);
  const now = contextIds ?? shown;
  const scope = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(search)) if (name === 'c' || name === 'ns') scope.append(name, value);
  const query = withScope(scope.toString(), {
    ...(now.includes(object.contextId) ? {} : { contextIds: [...now, object.contextId] }),
    ...(namespaces === null || object.namespace === '' || namespaces.includes(object.namespace) ? {} : { namespaces: null }),
  });
  return `/r/${encodeURIComponent(resourceKey(object.resource))}?${withSelectedObject(query, object)}`;
}

/**
 * Shows an object beside the table of its kind. A window that holds nothing but a log view keeps it: the object comes in another
 * window. The answer is why that failed, null otherwise.
 */
export function useGoToObject(): (object: ObjectPage) => Promise<ClusterError | null> {
  const bridge = useBridge();
  const [path, navigate] = useLocation();
  return useCallback(
    async (object) => {
      if (path === logPagePath) return openWindow(bridge, { page: 'object', object });
      const { contexts, statuses } = useContexts.getState();
      const connected = contexts.filter(({ id }) => statuses[id]?.connected).map(({ id }) => id);
      navigate(addressInScope(window.location.search, object, connected));
      return null;
    },
    [bridge, path, navigate],
  );
}
