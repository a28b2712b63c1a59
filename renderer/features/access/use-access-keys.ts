import { useTranslation } from 'react-i18next';
import { useTellStatus } from '../../ui/status-facts.ts';
import { useKeys } from '../../ui/use-keys.ts';
import type { GridCursor } from './grid-cursor.ts';

/** Rows that page up and page down move by. */
const page = 20;

/** The keyboard of the access page, and what it says of itself in the status bar. */
export function useAccessKeys({
  grid,
  asked,
  unanswered,
  cursor,
  move,
  open,
  toggleDiffers,
  nextDifference,
  filter,
  pick,
  nameObject,
  toggleRisks,
  toggleDrift,
  refresh,
  back,
}: {
  /** The grid is shown, so that its keys mean something. */
  grid: boolean;
  asked: number;
  unanswered: number;
  cursor: GridCursor;
  move: (cursor: GridCursor) => void;
  open: () => void;
  toggleDiffers: () => void;
  nextDifference: () => void;
  filter: () => void;
  pick: () => void;
  nameObject: () => void;
  toggleRisks: () => void;
  /** Null = there is nothing to compare with. */
  toggleDrift: (() => void) | null;
  refresh: () => void;
  /** Null = there is nowhere to go back to. */
  back: (() => void) | null;
}): void {
  const { t } = useTranslation('access');
  const by = (rows: number, verbs: number) => () => move({ row: cursor.row + rows, verb: cursor.verb + verbs });
  const arrows = [
    { keys: 'arrowdown', label: t('keys.down'), hint: true, hintKeys: '↑ ↓ ← →', hintLabel: t('keys.move'), run: by(1, 0) },
    { keys: 'arrowup', label: t('keys.up'), run: by(-1, 0) },
    { keys: 'arrowleft', label: t('keys.left'), run: by(0, -1) },
    { keys: 'arrowright', label: t('keys.right'), run: by(0, 1) },
    { keys: 'j', label: t('keys.down'), run: by(1, 0) },
    { keys: 'k', label: t('keys.up'), run: by(-1, 0) },
    { keys: 'pagedown', label: t('keys.pageDown'), run: by(page, 0) },
    { keys: 'pageup', label: t('keys.pageUp'), run: by(-page, 0) },
    { keys: 'home', label: t('keys.first'), run: by(-cursor.row, 0) },
    { keys: 'end', label: t('keys.last'), run: by(Number.MAX_SAFE_INTEGER / 2, 0) },
    { keys: 'enter', label: t('keys.explain'), hint: true, run: open },
    { keys: 'D', label: t('keys.differs'), hint: true, run: toggleDiffers },
    { keys: 'n', label: t('keys.nextDifference'), hint: true, run: nextDifference },
    { keys: '/', label: t('keys.filter'), hint: true, run: filter },
  ];
  useKeys(t('title'), [
    ...(grid ? arrows : []),
    { keys: 'S', label: t('keys.subject'), hint: true, run: pick },
    { keys: 'O', label: t('objectName.title'), run: nameObject },
    { keys: 'R', label: t('risks'), run: toggleRisks },
    ...(toggleDrift === null ? [] : [{ keys: 'V', label: t('rolesDiffer'), run: toggleDrift }]),
    { keys: 'r', label: t('refresh'), run: refresh },
    ...(back === null ? [] : [{ keys: 'escape', label: t('backToGrid'), hint: true, run: back }]),
  ]);
  useTellStatus([{ kind: 'plain', text: t('status', { asked, unanswered }) }]);
}
