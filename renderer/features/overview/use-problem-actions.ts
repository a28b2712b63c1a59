import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useGoToObject } from '../../state/go-to-object.ts';
import { openLogsOf } from '../../state/open-logs.ts';
import { useScope } from '../../state/scope.ts';
import { showToast } from '../../ui/toasts.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import { pathOfTable } from './fleet-links.ts';
import { planProblemLinks } from './plan-problem-links.ts';
import type { ObjectRow, ProblemRow } from './plan-problem-rows.ts';
import { type IgnoringRule, removeIgnoreRule } from './use-ignored.ts';
import type { RowWords } from './use-row-words.ts';

/** What can be done with a problem. */
export interface ProblemActions {
  /** To its object, beside the table of its kind; where it is none, to what it is about. */
  go(row: ProblemRow): void;
  logs(row: ProblemRow): void;
  /** Narrows the scope to its cluster. */
  only(row: ProblemRow): void;
  /** Asks what of it is to be ignored. */
  ignore(row: ObjectRow): void;
  /** Takes back the rule that hides it. */
  takeBack(row: ObjectRow): void;
}

/** The actions of the list and its pane. `askIgnore` opens the dialog. */
export function useProblemActions(
  ignoring: IgnoringRule,
  wordsOf: (row: ProblemRow) => RowWords,
  askIgnore: (row: ObjectRow) => void,
): ProblemActions {
  const { t } = useTranslation('problems');
  const [, navigate] = useLocation();
  const goTo = useGoToObject();
  const scope = useScope();
  const describe = useDescribeError();
  return {
    go: (row) => {
      if (row.type === 'cluster') return navigate(pathOfTable(row.contextId, 'pods'));
      const { object, pods } = planProblemLinks(row.contextId, row.problem);
      if (object !== null) void goTo(object);
      else if (pods !== null) navigate(pods);
    },
    logs: (row) => {
      const logs = row.type === 'object' ? planProblemLinks(row.contextId, row.problem).logs : null;
      if (logs === null || !openLogsOf(logs.resource, logs.objects).ok) showToast({ mark: 'none', title: t('noLogs') });
    },
    only: ({ contextId }) => scope.setContexts([contextId]),
    ignore: askIgnore,
    takeBack: async (row) => {
      const rule = ignoring(row.contextId, row.problem);
      if (rule === null) return;
      const error = await removeIgnoreRule(rule.id);
      if (error === null) showToast({ mark: 'done', title: t('ignore.takenBack', { what: wordsOf(row).what }) });
      else showToast({ mark: 'broken', title: t('ignore.failed'), detail: describe(error).title, sticky: true });
    },
  };
}
