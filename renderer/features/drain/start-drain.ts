import { LogOut } from 'lucide-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { DrainOptions, DrainPlan } from '../../../shared/drain.ts';
import type { DrainPace } from '../../../shared/drain-run.ts';
import { drainWords } from '../../../shared/drain-words.ts';
import { kubectlCommand } from '../../../shared/kubectl-command.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { askConfirmation, type ConfirmationContext } from '../../state/confirmation-store.ts';
import { contextNameOf, kubeconfigFlagOf } from '../../state/context-command.ts';
import { useContexts } from '../../state/contexts-store.ts';
import { type DrainTarget, pathOfRun } from '../../state/drain-path.ts';
import { planStartQuestion } from './plan-start-question.ts';
import type { RunWords } from './run-words.ts';

/** A drain that the user wants to begin. */
export interface DrainWish {
  /** Nodes by context, in the user's order of contexts; `plan` is what was shown of them, null where that could not be read. */
  readonly contexts: readonly (DrainTarget & { readonly plan: DrainPlan | null })[];
  readonly options: DrainOptions;
  readonly pace: DrainPace;
}

/**
 * Begins a drain: asks for confirmation as the guardrails of its contexts demand, starts the run and shows its page. The answer is why it was not started;
 * null when it was, or when the user (or a guardrail, which the dialog has said) does not want it: nothing was sent then.
 */
export function useStartDrain(): (wish: DrainWish) => Promise<ClusterError | null> {
  const { t } = useTranslation('drain-run');
  const bridge = useBridge();
  const [, navigate] = useLocation();
  return useCallback(
    async ({ contexts, options, pace }) => {
      const { byId, files } = useContexts.getState();
      const say = ({ key, values }: RunWords) => t(key, values);
      const asked = contexts.map(({ contextId, nodes, plan }): ConfirmationContext => {
        const { actions, objects, facts } = planStartQuestion(nodes, options, plan);
        const context = byId.get(contextId);
        const about = context && { context: contextNameOf(context), kubeconfig: kubeconfigFlagOf(context, files), namespace: '' };
        return {
          contextId,
          actions,
          objects: objects.map(({ health, name, state }) => ({ health, name: visibleText(name), state: say(state) })),
          facts: facts.map(({ mark, text }) => ({ mark, text: say(text) })),
          command: about ? kubectlCommand(about, drainWords(nodes, options)) : '',
        };
      });
      const nodesOf = (ids: readonly ConfirmationContext[]) =>
        contexts.filter(({ contextId }) => ids.some((each) => each.contextId === contextId)).flatMap(({ nodes }) => nodes).length;
      const confirmations = await askConfirmation({
        title: t('start.title', { count: nodesOf(asked) }),
        action: (going) => t('start.action', { count: nodesOf(going) }),
        icon: LogOut,
        danger: true,
        contexts: asked,
        quiet: false,
      });
      if (confirmations === null) return null;
      const going = contexts.flatMap(({ contextId, nodes }) => {
        const confirmation = confirmations.get(contextId);
        return confirmation === undefined ? [] : [{ contextId, nodes: [...nodes], confirmation }];
      });
      const started = await bridge.call('nodes.drain', { contexts: going, options, pace });
      if (!started.ok) return started.error;
      navigate(
        pathOfRun(
          started.value.run,
          going.map(({ contextId }) => contextId),
        ),
      );
      return null;
    },
    [t, bridge, navigate],
  );
}
