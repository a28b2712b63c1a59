import type { ContextId } from '../../../../shared/context-id.ts';
import type { LogSource } from '../../../../shared/logs.ts';

/** A source that follows, with what a test says of it. */
export function logSource(
  fields: Partial<Omit<LogSource, 'contextId'>> & { readonly number: number; readonly contextId?: string },
): LogSource {
  const pod = fields.pod ?? `web-${fields.number}`;
  return {
    namespace: 'shop',
    podUid: `uid-${pod}`,
    container: 'app',
    containerType: 'regular',
    node: 'node-1',
    state: { state: 'following' },
    lines: 0,
    perSecond: 0,
    lastLineTime: null,
    lagMs: null,
    restarts: 0,
    hasPrevious: false,
    ...fields,
    pod,
    contextId: (fields.contextId ?? 'a') as ContextId,
  };
}
