import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { DrainCommand, DrainRun } from '../../../shared/drain-run.ts';
import { openDrain } from '../../state/dock-store.ts';
import { useKeys } from '../../ui/use-keys.ts';
import { isOver } from './run-state-words.ts';
import type { RunCursor } from './use-run-cursor.ts';

/** Rows that page up and page down move by. */
const page = 10;

/** The keyboard of a run. */
export function useRunKeys({
  run,
  place,
  cursor,
  busy,
  command,
  drawerOpen,
  closeDrawer,
}: {
  run: DrainRun;
  place: 'page' | 'dock';
  cursor: RunCursor;
  busy: boolean;
  command: (...commands: readonly DrainCommand[]) => Promise<void>;
  drawerOpen: boolean;
  closeDrawer?: (() => void) | undefined;
}): void {
  const { t } = useTranslation('drain-run');
  const toDock = useToDock(run);
  const paused = run.state === 'paused' || run.state === 'interrupted';
  useKeys(t('keys.scope'), [
    { keys: 'j', label: t('keys.down'), hint: true, hintKeys: 'j k', hintLabel: t('keys.move'), run: () => cursor.moveBy(1) },
    { keys: 'k', label: t('keys.up'), run: () => cursor.moveBy(-1) },
    { keys: 'arrowdown', label: t('keys.down'), run: () => cursor.moveBy(1) },
    { keys: 'arrowup', label: t('keys.up'), run: () => cursor.moveBy(-1) },
    { keys: 'pagedown', label: t('keys.pageDown'), run: () => cursor.moveBy(page) },
    { keys: 'pageup', label: t('keys.pageUp'), run: () => cursor.moveBy(-page) },
    { keys: 'g g', label: t('keys.first'), run: () => cursor.moveToEnd('first') },
    { keys: 'G', label: t('keys.last'), run: () => cursor.moveToEnd('last') },
    { keys: 'n', label: t('keys.nextBlocked'), hint: true, run: cursor.nextBlocked },
    { keys: 'enter', label: t('keys.open'), hint: true, enabled: cursor.key !== null, run: () => cursor.open() },
    ...(isOver(run) || run.state === 'stopping'
      ? []
      : [
          {
            keys: 'P',
            label: t(paused ? 'keys.resume' : 'keys.pause'),
            hint: true,
            enabled: !busy,
            run: () => void command({ type: paused ? 'resume' : 'pause' }),
          },
        ]),
    ...(place === 'page' ? [{ keys: 'mod+j', label: t('keys.toDock'), hint: true, run: toDock }] : []),
    { keys: 'escape', label: t('keys.back'), enabled: drawerOpen, run: () => closeDrawer?.() },
  ]);
}

/** Puts the run into the dock, where it is watched beside other work, and shows the nodes. */
export function useToDock(run: Pick<DrainRun, 'id'>): () => void {
  const [, navigate] = useLocation();
  return () => {
    openDrain(run.id);
    const scope = new URLSearchParams(window.location.search).getAll('c').map((id) => ['c', id]);
    navigate(`/r/nodes${scope.length === 0 ? '' : `?${new URLSearchParams(scope)}`}`);
  };
}
