import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearch } from 'wouter';
import type { ContextId } from '../../../shared/context-id.ts';
import type { DrainRun } from '../../../shared/drain-run.ts';
import { drainRunPath, pathOfRun } from '../../state/drain-path.ts';
import { useDrains } from '../../state/drains-store.ts';
import { showToast } from '../../ui/toasts.tsx';
import { planNotices } from './plan-notices.ts';
import { useRunWords } from './use-run-words.ts';

/** Says, wherever the user is, that a drain is held anew (assertive: it is read out at once), and how one ended. Mounted once. */
export function DrainNotices() {
  const { t } = useTranslation('drain-run');
  const say = useRunWords();
  const runs = useDrains((state) => state.runs);
  const loaded = useDrains((state) => state.loaded);
  const before = useRef<readonly DrainRun[] | null>(null);
  const [said, setSaid] = useState('');
  // The page of a run says itself how it stands.
  const [path, navigate] = useLocation();
  const search = useSearch();
  const watched = useRef<string | null>(null);
  watched.current = path === drainRunPath ? new URLSearchParams(search).get('run') : null;
  useEffect(() => {
    if (!loaded) return;
    const { holds, ends } = planNotices(before.current, runs);
    before.current = runs;
    if (holds.length > 0) setSaid(holds.map((hold) => `${hold.context}: ${say(hold.title)}`).join(' '));
    for (const { run, mark, title, detail, sticky } of ends) {
      const open = { label: t('open'), run: () => navigate(pathOfRun(run, contextsOf(runs, run))) };
      if (run !== watched.current) showToast({ mark, title: say(title), detail: say(detail), sticky, actions: [open] });
    }
  }, [runs, loaded, say, t, navigate]);
  return (
    <div className="visually-hidden" role="alert" aria-label={t('alerts')}>
      {said}
    </div>
  );
}

function contextsOf(runs: readonly DrainRun[], id: string): readonly ContextId[] {
  return runs.find((run) => run.id === id)?.contexts.map(({ contextId }) => contextId) ?? [];
}
