import { Check, ChevronRight, History, List, PanelBottomClose, Pause, Play, Square, Trash2, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { DrainCommand, DrainRun } from '../../../shared/drain-run.ts';
import { drainPathOf, drainRunsPath, journalPathOfRun } from '../../state/drain-path.ts';
import { Button } from '../../ui/button.tsx';
import { formatAbsolute } from '../../ui/format-time.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import css from './run.module.css';
import { isHeld, isOver, runStateWords } from './run-state-words.ts';
import { useToDock } from './use-run-keys.ts';
import { useRunWords } from './use-run-words.ts';

/** What the run is about, how far it is, and what can be done with it. */
export function RunHeader({
  run,
  place,
  now,
  busy,
  command,
}: {
  run: DrainRun;
  place: 'page' | 'dock';
  now: number;
  busy: boolean;
  command: (...commands: readonly DrainCommand[]) => Promise<void>;
}) {
  const { t, i18n } = useTranslation('drain-run');
  const say = useRunWords();
  const [, navigate] = useLocation();
  const toDock = useToDock(run);
  const nodes = run.contexts.flatMap((context) => context.nodes);
  const targets = run.contexts.map(({ contextId, nodes: own }) => ({ contextId, nodes: own.map(({ name }) => name) }));
  const cordoned = nodes.filter(({ cordonedByRun }) => cordonedByRun).length;
  const over = isOver(run);
  return (
    <header className={css.header}>
      {place === 'page' ? <h1>{t('title', { count: nodes.length })}</h1> : null}
      <span className={css.sub} title={formatAbsolute(run.startedAt, i18n.language)}>
        {say(runStateWords(run, now))}
      </span>
      {place === 'page' ? (
        <span className={css.steps}>
          <Check size={12} aria-hidden="true" />
          <LinkButton onClick={() => navigate(drainPathOf(targets, run.options, run.pace))}>{t('steps.plan')}</LinkButton>
          <ChevronRight size={12} aria-hidden="true" />
          <b aria-current="step">{t('steps.run')}</b>
        </span>
      ) : null}
      <span className={css.space} />
      {over ? (
        <>
          {cordoned > 0 ? (
            <Button icon={Undo2} disabled={busy} onClick={() => void command({ type: 'uncordon' })}>
              {t('uncordon', { count: cordoned })}
            </Button>
          ) : null}
          <Button
            icon={Trash2}
            disabled={busy}
            title={t('forgetWhy')}
            onClick={() => {
              navigate(drainRunsPath);
              void command({ type: 'forget' });
            }}
          >
            {t('forget')}
          </Button>
        </>
      ) : (
        <>
          {run.state === 'stopping' ? null : isHeld(run) ? (
            <Button icon={Play} keys="P" aria-keyshortcuts="P" disabled={busy} onClick={() => void command({ type: 'resume' })}>
              {t('resume')}
            </Button>
          ) : (
            <Button icon={Pause} keys="P" aria-keyshortcuts="P" disabled={busy} onClick={() => void command({ type: 'pause' })}>
              {t('pause')}
            </Button>
          )}
          {run.state === 'stopping' ? null : (
            <Button icon={Square} disabled={busy} title={t('stopWhy')} onClick={() => void command({ type: 'stop', uncordon: false })}>
              {t('stop')}
            </Button>
          )}
          <Button icon={Undo2} disabled={busy} title={t('stopUncordonWhy')} onClick={() => void command({ type: 'stop', uncordon: true })}>
            {t('stopUncordon')}
          </Button>
        </>
      )}
      <IconButton icon={List} className={css.wide} label={t('allRuns')} onClick={() => navigate(drainRunsPath)} />
      <IconButton icon={History} label={t('journal')} onClick={() => navigate(journalPathOfRun(run.id))} />
      {place === 'page' ? <IconButton icon={PanelBottomClose} label={t('toDock')} keys="mod+j" onClick={toDock} /> : null}
    </header>
  );
}
