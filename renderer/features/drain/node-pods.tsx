import { useTranslation } from 'react-i18next';
import type { DrainNodePlan, DrainPodPlan } from '../../../shared/drain.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import css from './drain.module.css';
import { isInTheWay, outcomeOf, worstFirst } from './rank-pods.ts';

/** The pods of one node, worst first, each with what a drain comes to and why. */
export function NodePods({ node, onlyInTheWay }: { node: DrainNodePlan; onlyInTheWay: boolean }) {
  const { t } = useTranslation('drain');
  const pods = worstFirst(node.pods).filter((pod) => !onlyInTheWay || isInTheWay(pod));
  return (
    <table className={css.table}>
      <caption>
        <b className="mono">{node.name}</b> {t('pods', { count: node.pods.length })}
        {node.unschedulable ? ` · ${t('cordoned')}` : ''}
        {node.refused ? ` · ${t('refused')}` : ''}
      </caption>
      <thead>
        <tr>
          <th scope="col">{t('column.pod')}</th>
          <th scope="col" className={css.verdict}>
            {t('column.verdict')}
          </th>
          <th scope="col">{t('column.budget')}</th>
          <th scope="col">{t('column.why')}</th>
        </tr>
      </thead>
      <tbody>
        {pods.map((pod) => (
          <tr key={pod.uid} data-outcome={outcomeOf(pod)}>
            <td className="mono">{visibleText(`${pod.namespace}/${pod.name}`)}</td>
            <td className={css.verdict}>{t(`outcome.${outcomeOf(pod)}`)}</td>
            <td className="mono">{visibleText(budgetOf(pod))}</td>
            <td>{[reasonOf(pod), ...pod.notes.map(({ note }) => t(`note.${note}`))].filter((text) => text !== '').join(' · ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function budgetOf({ eviction }: DrainPodPlan): string {
  if (eviction.answer === 'two-budgets') return eviction.budgets.join(', ');
  return 'budget' in eviction ? eviction.budget : '';
}

/** kubectl's words, else the API server's: both as they are written there. */
function reasonOf({ verdict, eviction }: DrainPodPlan): string {
  return visibleText(verdict.message !== '' ? verdict.message : 'message' in eviction ? eviction.message : '');
}
