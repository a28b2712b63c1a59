import { IgnoreDialog } from './ignore-dialog.tsx';
import { ProblemNews } from './problem-news.tsx';
import { ProblemPane } from './problem-pane.tsx';
import type { IgnoringRule } from './use-ignored.ts';
import type { Problems } from './use-problems.ts';

/** What opens beside the list of problems: the pane of the row under the cursor, and the question what of it to ignore. */
export function ProblemSide({ problems, ignoring }: { problems: Problems; ignoring: IgnoringRule }) {
  const { row, open, wordsOf, actions, asking } = problems;
  return (
    <>
      <ProblemNews rows={problems.rows} wordsOf={wordsOf} />
      {open && row !== null ? (
        <ProblemPane
          key={row.key}
          row={row}
          words={wordsOf(row)}
          rule={row.type === 'object' ? ignoring(row.contextId, row.problem) : null}
          actions={actions}
          onClose={() => problems.setOpen(false)}
        />
      ) : null}
      {asking === null ? null : <IgnoreDialog row={asking} words={wordsOf(asking)} onClose={problems.closeDialog} />}
    </>
  );
}
