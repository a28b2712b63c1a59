import { useTranslation } from 'react-i18next';
import type { WriteOutcome } from '../../../shared/journal.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { useContexts } from '../../state/contexts-store.ts';
import { Button } from '../../ui/button.tsx';
import { ContextName } from '../../ui/context-swatch.tsx';
import { Dialog, DialogBody } from '../../ui/dialog.tsx';
import { HealthShape, type Shape } from '../../ui/health-shape.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import { useByContext } from './by-context.ts';
import { undoable, type WrittenNode } from './node-written.ts';
import css from './nodes.module.css';

/** What came of a write, node by node. */
export function OutcomeDialog({
  written,
  onUndo,
  onClose,
}: {
  written: readonly WrittenNode[];
  onUndo: (written: readonly WrittenNode[]) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation('nodes');
  const back = undoable(written);
  return (
    <Dialog open onClose={onClose} label={t('outcome.title')} width={640} top={100}>
      <DialogBody
        title={t('outcome.title')}
        footer={
          <>
            {back.length === 0 ? null : (
              <Button
                size="large"
                onClick={() => {
                  onClose();
                  onUndo(back);
                }}
              >
                {t('outcome.undo')}
              </Button>
            )}
            <Button size="large" keys="escape" autoFocus onClick={onClose}>
              {t('shell:close')}
            </Button>
          </>
        }
      >
        <OutcomeList written={written} />
      </DialogBody>
    </Dialog>
  );
}

/** Nodes by context, each with its outcome in words and what to do about it. */
export function OutcomeList({ written }: { written: readonly WrittenNode[] }) {
  const byId = useContexts((state) => state.byId);
  const groups = useByContext()(written);
  return groups.map(({ contextId, items }) => {
    const context = byId.get(contextId);
    return (
      <section key={contextId} className={css.outcomes}>
        <h3>{context ? <ContextName colour={context.colour} name={context.displayName} /> : visibleText(contextId)}</h3>
        <ul>
          {items.map((item) => (
            <li key={item.node}>
              <HealthShape health={shapes[item.outcome.type]} />
              <span className="mono">{visibleText(item.node)}</span>
              <Outcome outcome={item.outcome} />
            </li>
          ))}
        </ul>
      </section>
    );
  });
}

const shapes: Readonly<Record<WriteOutcome['type'], Shape>> = { done: 'done', denied: 'forbidden', failed: 'broken', unknown: 'unknown' };

function Outcome({ outcome }: { outcome: WriteOutcome }) {
  const { t } = useTranslation('nodes');
  const describe = useDescribeError();
  if (outcome.type === 'done') return <span>{t(outcome.changed ? 'outcome.done' : 'outcome.already')}</span>;
  const error = outcome.type === 'denied' ? ({ kind: 'protected', reason: outcome.reason, demand: 'deny' } as const) : outcome.error;
  if (error === null) return <span>{t('outcome.maybe')}</span>;
  const { title, detail, nextStep } = describe(error);
  return (
    <span className={css.outcome}>
      {outcome.type === 'unknown' ? <span>{t('outcome.maybe')}</span> : null}
      <span>{title}</span>
      {detail ? <span className={css.quiet}>{detail}</span> : null}
      {nextStep ? <span className={css.quiet}>{nextStep}</span> : null}
    </span>
  );
}
