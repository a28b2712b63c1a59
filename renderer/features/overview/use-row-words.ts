import { useTranslation } from 'react-i18next';
import { formatClock } from '../../ui/format-time.ts';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import type { ClusterRow, ProblemRow } from './plan-problem-rows.ts';
import { useAffects, useSayProblem, useWhat } from './problem-words.ts';

/** All that the list and the pane say of a problem. */
export interface RowWords {
  readonly what: string;
  /** `what` is a name that can be pasted into a terminal. */
  readonly name: boolean;
  readonly namespace: string;
  readonly sentence: string;
  /** The cause alone. */
  readonly cause: string;
  readonly why: string;
  readonly next: string;
  readonly affects: string;
  /** What the cluster itself says; may be empty. */
  readonly message: string;
}

/** Says rows of the list in the reader's language. */
export function useRowWords(): (row: ProblemRow) => RowWords {
  const { t } = useTranslation('problems');
  const say = useSayProblem();
  const whatOf = useWhat();
  const affects = useAffects();
  const sayCluster = useSayCluster();
  return (row) => {
    if (row.type === 'cluster') return sayCluster(row);
    const { problem } = row;
    const { sentence, cause, why, next } = say(problem);
    const { text, name } = whatOf(problem);
    const expected = problem.expected === null ? '' : `${t(`expected.${problem.expected}`)}. `;
    return {
      what: text,
      name,
      namespace: problem.object.namespace,
      sentence: expected + sentence,
      cause,
      why,
      next,
      affects: affects(problem),
      message: problem.message,
    };
  };
}

function useSayCluster(): (row: ClusterRow) => RowWords {
  const { t } = useTranslation('problems');
  const describe = useDescribeError();
  return ({ cluster: { context, condition, overview, seenAt } }) => {
    const kind = context.broken === null ? condition.kind : 'unusable';
    const error = context.broken ?? condition.error;
    const text = error === null ? null : describe(error);
    const title = text?.title ?? t(`cluster.${kind}`);
    const count = overview?.pods?.total ?? null;
    const seen =
      seenAt === null || count === null
        ? t('cluster.neverSeen', { error: title.replace(/\.$/, '') })
        : t('cluster.lastSeen', { error: title.replace(/\.$/, ''), count, time: formatClock(seenAt) });
    const known = kind === 'unreachable' || kind === 'stale' || kind === 'noLogin' || kind === 'forbidden';
    return {
      what: t(`cluster.${kind}`),
      name: false,
      namespace: '',
      sentence: seen,
      cause: t(`cluster.${kind}`),
      why: known ? t(`cluster-why.${kind}`) : (text?.title ?? ''),
      next: [text?.nextStep, known ? t('cluster-why.next') : null].filter(Boolean).join(' '),
      affects: count === null || count === 0 ? '' : t('affects.pods', { count }),
      message: text?.detail ?? '',
    };
  };
}
