import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { ContextView } from '../../../shared/context-view.ts';
import type { DrainOptions, DrainPlan } from '../../../shared/drain.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useContextStatus } from '../../state/contexts-store.ts';
import type { DrainTarget } from '../../state/drain-path.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { EnvMark } from '../../ui/env-mark.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import css from './drain.module.css';
import { NodePods } from './node-pods.tsx';

type Answer = { readonly plan: DrainPlan } | { readonly error: ClusterError } | null;

/** What a drain of the chosen nodes of one context would do, read from its cluster anew with each change of `options` or `round`. */
export function ContextPlan({
  target,
  context,
  options,
  round,
  onlyInTheWay,
}: {
  target: DrainTarget;
  context: ContextView;
  options: DrainOptions;
  /** Another number reads anew. */
  round: number;
  onlyInTheWay: boolean;
}) {
  const { t } = useTranslation('drain');
  const bridge = useBridge();
  const { connected } = useContextStatus(target.contextId);
  const [answer, setAnswer] = useState<Answer>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` is what asks for the same again.
  useEffect(() => {
    if (!connected) return;
    let left = false;
    setAnswer(null);
    void bridge.call('nodes.planDrain', { contextId: target.contextId, nodes: [...target.nodes], options }).then((result) => {
      if (!left) setAnswer(result.ok ? { plan: result.value } : { error: result.error });
    });
    return () => {
      left = true;
    };
  }, [bridge, connected, target, options, round]);
  return (
    <section className={css.context} aria-busy={connected && answer === null}>
      <h2>
        <ContextName colour={context.colour} name={context.displayName} />
        <EnvMark environment={context.environment} />
      </h2>
      {!connected ? <p>{t('notConnected')}</p> : answer === null ? <p>{t('reading')}</p> : null}
      {connected && answer && 'error' in answer ? <ErrorNote error={answer.error} /> : null}
      {connected && answer && 'plan' in answer
        ? answer.plan.nodes.map((node) => <NodePods key={node.name} node={node} onlyInTheWay={onlyInTheWay} />)
        : null}
    </section>
  );
}
