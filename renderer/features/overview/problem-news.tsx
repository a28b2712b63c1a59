import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProblemRow } from './plan-problem-rows.ts';
import type { RowWords } from './use-row-words.ts';

/** After the first list, what was found meanwhile is part of it for this long, in ms: a cluster that is being read has no news. */
const settleMs = 5_000;

/** Says new problems that are broken to screen readers, once, without interrupting. What is there at first is read in the list. */
export function ProblemNews({ rows, wordsOf }: { rows: readonly ProblemRow[]; wordsOf: (row: ProblemRow) => RowWords }) {
  const { t } = useTranslation('problems');
  const known = useRef<Set<string> | null>(null);
  const since = useRef(Date.now());
  const [said, setSaid] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: said when the rows change; words are made of them
  useEffect(() => {
    const broken = rows.filter((row) => row.severity === 'broken' && (row.type === 'cluster' || row.hidden === null));
    const before = known.current;
    const news = before === null || Date.now() - since.current < settleMs ? [] : broken.filter(({ key }) => !before.has(key));
    known.current = new Set([...(before ?? []), ...broken.map(({ key }) => key)]);
    const [first] = news;
    if (first === undefined) return;
    const { what, sentence } = wordsOf(first);
    setSaid(t('said.new', { count: news.length, first: `${what}, ${sentence}` }));
  }, [rows]);
  return (
    <p className="visually-hidden" aria-live="polite">
      {said}
    </p>
  );
}
