import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClusterError } from '../../shared/cluster-error.ts';
import type { ContextId } from '../../shared/context-id.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { answerConfirmation, type OpenQuestion, useConfirmation } from '../state/confirmation-store.ts';
import { contextNameOf } from '../state/context-command.ts';
import { useContexts } from '../state/contexts-store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { openDialog } from './app-state.ts';
import css from './confirm.module.css';
import { ConfirmContext, ConfirmContextHead, ConfirmFacts } from './confirm-context.tsx';
import { type GuardedQuestion, planConfirmation } from './plan-confirmation.ts';

/** The dialog before every write: shows the question that `askConfirmation` has put, one at a time. Mounted once. */
export function ConfirmDialog() {
  const open = useConfirmation(({ questions }) => questions[0]);
  return open === undefined ? null : <Question key={open.id} {...open} />;
}

function Question({ id, question }: OpenQuestion) {
  const { t } = useTranslation('writes');
  const guards = useGuards(question.contexts);
  const [typed, setTyped] = useState<ReadonlyMap<ContextId, string>>(new Map());
  const fields = useRef(new Map<ContextId, HTMLInputElement>());
  const asked = 'asked' in guards ? guards.asked : [];
  const plan = planConfirmation(asked, typed);
  const isFree = question.quiet && 'asked' in guards && plan.free;
  const free = useRef(plan.confirmations);
  free.current = plan.confirmations;
  useEffect(() => {
    if (isFree) answerConfirmation(id, free.current);
  }, [isFree, id]);
  // Guardrails answer at once: a dialog that changes its mind while it opens would be worse than a moment without one.
  if ('pending' in guards || isFree) return null;

  const cancel = () => answerConfirmation(id, null);
  const confirm = () => {
    if (plan.missing === null && !plan.refused) answerConfirmation(id, plan.confirmations);
    else if (plan.missing !== null) fields.current.get(plan.missing)?.focus();
  };
  const going = question.contexts.filter(({ contextId }) => plan.confirmations.has(contextId));
  const asksName = asked.find(({ guard }) => guard.demand === 'type-name')?.contextId;
  const alone = question.contexts.length === 1 ? question.contexts[0] : undefined;
  const guardOf = (contextId: ContextId) => asked.find((each) => each.contextId === contextId);
  const single = alone && guardOf(alone.contextId);
  const failed = 'error' in guards;
  return (
    <Dialog open onClose={cancel} label={question.title} top={120}>
      {single ? <ConfirmContextHead asked={single} /> : null}
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          confirm();
        }}
      >
        <DialogBody
          title={question.title}
          footer={
            <>
              <span className={css.recorded}>{failed || plan.refused ? t('confirm.nothingSent') : t('confirm.recorded')}</span>
              {plan.refused && !failed ? (
                <Button
                  size="large"
                  onClick={() => {
                    cancel();
                    openDialog({ dialog: 'guardrails' });
                  }}
                >
                  {t('confirm.guardrails')}
                </Button>
              ) : null}
              <Button size="large" keys="escape" autoFocus={asksName === undefined} onClick={cancel}>
                {failed || plan.refused ? t('shell:close') : t('shell:cancel')}
              </Button>
              {failed || plan.refused ? null : (
                <Button
                  size="large"
                  kind={question.danger ? 'danger' : 'primary'}
                  icon={question.icon}
                  type="submit"
                  disabled={plan.missing !== null}
                >
                  {question.action(going)}
                </Button>
              )}
            </>
          }
        >
          {failed ? <ErrorNote error={guards.error} /> : null}
          <ConfirmFacts facts={question.facts ?? []} />
          {question.contexts.map((context) => {
            const own = guardOf(context.contextId);
            if (own === undefined) return null;
            return (
              <section key={context.contextId} className={css.context} aria-label={own.name}>
                {single ? null : <ConfirmContextHead asked={own} />}
                <ConfirmContext
                  context={context}
                  asked={own}
                  alone={single !== undefined}
                  typed={typed.get(context.contextId) ?? ''}
                  onType={(text) => setTyped(new Map(typed).set(context.contextId, text))}
                  autoFocus={context.contextId === asksName}
                  onEnter={confirm}
                  field={(element) => {
                    if (element) fields.current.set(context.contextId, element);
                    else fields.current.delete(context.contextId);
                  }}
                />
              </section>
            );
          })}
        </DialogBody>
      </form>
    </Dialog>
  );
}

type Guards =
  | { readonly pending: true }
  | { readonly asked: readonly GuardedQuestion[] }
  /** The main side did not say: nothing can be confirmed. */
  | { readonly error: ClusterError };

/** What the guardrails demand of each context, asked once when the question appears. */
function useGuards(contexts: OpenQuestion['question']['contexts']): Guards {
  const bridge = useBridge();
  const [guards, setGuards] = useState<Guards>({ pending: true });
  useEffect(() => {
    let left = false;
    const ask = async () => {
      const results = await Promise.all(
        contexts.map(async ({ contextId, actions }) => ({
          contextId,
          result: await bridge.call('writes.guard', { contextId, actions: [...actions] }),
        })),
      );
      if (left) return;
      const { byId } = useContexts.getState();
      const asked: GuardedQuestion[] = [];
      for (const { contextId, result } of results) {
        if (!result.ok) return setGuards({ error: result.error });
        const context = byId.get(contextId);
        asked.push({ contextId, name: context ? contextNameOf(context) : contextId, guard: result.value });
      }
      setGuards({ asked });
    };
    void ask();
    return () => {
      left = true;
    };
  }, [bridge, contexts]);
  return guards;
}
