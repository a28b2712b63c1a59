import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { ContextId } from '../../../shared/context-id.ts';
import type { ContextView } from '../../../shared/context-view.ts';
import type { DrainPlan } from '../../../shared/drain.ts';
import { visibleText } from '../../../shared/visible-text.ts';

/** What is not whole about the plan of one context. */
export interface PlanNotice {
  /**
   * `missing`: no kubeconfig has the context; `broken`: its kubeconfig cannot be used; `off`: not connected; `failed`: reading it failed; `reading`:
   * it is being read for the first time.
   */
  readonly type: 'missing' | 'broken' | 'off' | 'failed' | 'reading';
  readonly shape: 'unknown' | 'broken' | 'off' | 'forbidden' | 'progressing';
  readonly error: ClusterError | null;
  /** A plan from before is still shown. */
  readonly old: boolean;
}

/** What a line above the table says of a context; null when its plan is there and up to date. */
export function noticeOf({
  context,
  connected,
  plan,
  error,
}: {
  readonly context: Pick<ContextView, 'broken'> | null;
  readonly connected: boolean;
  readonly plan: DrainPlan | null;
  readonly error: ClusterError | null;
}): PlanNotice | null {
  if (context === null) return { type: 'missing', shape: 'unknown', error: null, old: false };
  if (context.broken !== null) return { type: 'broken', shape: 'broken', error: context.broken, old: false };
  if (!connected) return { type: 'off', shape: 'off', error: null, old: false };
  // A refusal is the server doing its work: nothing is broken.
  if (error !== null)
    return { type: 'failed', shape: error.kind === 'status' && error.code === 403 ? 'forbidden' : 'broken', error, old: plan !== null };
  return plan === null ? { type: 'reading', shape: 'progressing', error: null, old: false } : null;
}

/** The name in the id of a context that no kubeconfig has: there is no other. */
export function shortContextId(contextId: ContextId): string {
  return visibleText(contextId.split('#').at(-1) ?? contextId);
}
