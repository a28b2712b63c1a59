import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccessQuestion, AccessSubject } from '../../../shared/access.ts';
import type { ContextId } from '../../../shared/context-id.ts';
import type { ContextView } from '../../../shared/context-view.ts';
import { kubectlCommand } from '../../../shared/kubectl-command.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { contextNameOf, kubeconfigFlagOf } from '../../state/context-command.ts';
import { useContexts } from '../../state/contexts-store.ts';
import { Button } from '../../ui/button.tsx';
import { CommandBlock } from '../../ui/command-block.tsx';
import { ContextName } from '../../ui/context-swatch.tsx';
import { formatClock } from '../../ui/format-time.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import css from './access.module.css';
import type { KnownCell } from './access-matrix.ts';
import { AnswerMark } from './answer-mark.tsx';
import { canIWords } from './can-i-words.ts';
import { CellReasons } from './cell-reasons.tsx';
import { type GridContext, type GridRow, gridCell, type RowNumbers } from './plan-grid.ts';

/** What one cell is about, answer by answer: the server's words, how it was asked, what RBAC objects say, and the kubectl command that asks the same. */
export function CellDetails({
  row,
  verb,
  subject,
  name,
  contexts,
  views,
  numbers,
  onWhoCan,
  onClose,
}: {
  row: GridRow;
  verb: string;
  subject: AccessSubject;
  name: string;
  contexts: readonly GridContext[];
  views: ReadonlyMap<ContextId, ContextView>;
  numbers: RowNumbers;
  onWhoCan: (question: AccessQuestion) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation('access');
  const files = useContexts((state) => state.files);
  const [explained, setExplained] = useState<string | null>(null);
  const resource = `${row.resource}${row.subresource === '' ? '' : `/${row.subresource}`}`;
  const answers = contexts.flatMap((context) => {
    const cell = gridCell(context, row, verb, numbers);
    if (cell.known.length === 0) return [{ context, matrix: context.matrices[0], known: null, cell }];
    return cell.known.map((known, index) => ({ context, matrix: context.matrices[index], known, cell }));
  });
  const several = contexts.some(({ matrices }) => matrices.length > 1) && row.namespaced;
  const completeAt = Math.max(0, ...contexts.flatMap(({ matrices }) => matrices.map((matrix) => matrix.completeAt ?? 0)));
  return (
    <div className={css.details}>
      <div className={css.title}>
        <b className="mono">
          {verb} {resource}
        </b>
        <IconButton icon={X} label={t('close')} size="small" onClick={onClose} />
      </div>
      <p>{t(row.namespaced ? 'about.namespaced' : 'about.cluster', { group: row.group === '' ? t('core') : row.group })}</p>
      <div className={css.answers}>
        {answers.map(({ context, matrix, known, cell }) => {
          const view = views.get(context.contextId);
          const namespace = matrix?.target.namespace ?? '';
          const key = `${context.contextId} ${namespace}`;
          const state = known === null ? cell.state : known.answer;
          const question = {
            verb,
            group: row.group,
            resource: row.resource,
            subresource: row.subresource,
            namespace: row.namespaced ? namespace : '',
            name,
          };
          const identity = matrix?.who?.identity;
          return (
            <div key={key} className={css.answer}>
              <ContextName colour={view?.colour ?? 1} name={view?.displayName ?? ''} />
              <span className={css.word}>
                <AnswerMark cell={{ state, implied: known !== null && known.how !== 'asked', disagrees: known?.disagrees != null }} />
                {t(`state.${state}`)}
              </span>
              <div>
                {several ? <span className="mono">{namespace} </span> : null}
                <AnswerWords known={known} state={state} />
                {identity !== undefined && state !== 'na' ? (
                  <>
                    {explained === key ? (
                      <CellReasons contextId={context.contextId} identity={identity} question={question} granted={state === 'yes'} />
                    ) : null}
                    <div className={css.ways}>
                      {explained === key ? null : (
                        <Button
                          size="small"
                          onClick={(event) => {
                            // The button goes: the panel keeps the focus, so that escape still closes it.
                            event.currentTarget.closest<HTMLElement>('[role=dialog]')?.focus();
                            setExplained(key);
                          }}
                        >
                          {t(state === 'yes' ? 'whichRule' : 'whatWouldGrant')}
                        </Button>
                      )}
                      <Button size="small" onClick={() => onWhoCan(question)}>
                        {t('whoCan')}
                      </Button>
                    </div>
                  </>
                ) : null}
              </div>
            </div>
          );
        })}
      </div>
      {answers
        .filter(({ cell }) => cell.state !== 'na')
        .slice(0, 3)
        .map(({ context, matrix }) => {
          const view = views.get(context.contextId);
          if (view === undefined) return null;
          const words = canIWords(subject, row, verb, matrix?.target.namespace ?? '', name);
          const about = { context: contextNameOf(view), kubeconfig: kubeconfigFlagOf(view, files), namespace: '' };
          return <CommandBlock key={`${context.contextId} ${matrix?.target.namespace}`} text={kubectlCommand(about, words)} />;
        })}
      <p className={css.note}>{completeAt > 0 ? t('askedAt', { time: formatClock(completeAt) }) : t('stillAsking')}</p>
    </div>
  );
}

/** Why an answer is what it is, in the server's words first. */
function AnswerWords({ known, state }: { known: KnownCell | null; state: string }) {
  const { t } = useTranslation('access');
  const describe = useDescribeError();
  if (known === null) return <span>{t(state === 'na' ? 'why.na' : 'why.asking')}</span>;
  const { how, said, disagrees } = known;
  const error = said?.error ?? null;
  const words =
    said === null
      ? t(`how.${how}`)
      : error !== null
        ? describe(error).title
        : said.reason !== ''
          ? visibleText(said.reason)
          : t('why.noReason');
  return (
    <>
      <span>{words}</span>
      {said !== null && said.evaluationError !== '' ? (
        <small>{t('evaluationError', { error: visibleText(said.evaluationError) })}</small>
      ) : null}
      {disagrees === null ? null : <small>{t(`roles.${disagrees}`)}</small>}
    </>
  );
}
