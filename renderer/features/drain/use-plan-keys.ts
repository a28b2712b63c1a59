import { useTranslation } from 'react-i18next';
import { useKeys } from '../../ui/use-keys.ts';
import type { PlanCursor } from './use-plan-cursor.ts';

/** The keys of the table of pods: those of every table, and the way to what is in the way. */
export function useRowKeys({
  cursor,
  pageSize,
  enabled,
  open,
}: {
  cursor: PlanCursor;
  pageSize: () => number;
  /** Without rows there is nothing to move to: the status bar does not offer it. */
  enabled: boolean;
  open: () => void;
}): void {
  const { t } = useTranslation('drain');
  const down = { label: t('keys.down'), enabled, run: () => cursor.moveBy(1) };
  const up = { label: t('keys.up'), enabled, run: () => cursor.moveBy(-1) };
  useKeys(t('keys.rows'), [
    { keys: 'j', hint: true, hintKeys: 'j k', hintLabel: t('keys.move'), ...down },
    { keys: 'k', ...up },
    { keys: 'arrowdown', ...down },
    { keys: 'arrowup', ...up },
    { keys: 'pagedown', label: t('keys.page'), enabled, run: () => cursor.moveBy(pageSize()) },
    { keys: 'pageup', label: t('keys.page'), enabled, run: () => cursor.moveBy(-pageSize()) },
    { keys: 'home', label: t('keys.first'), enabled, run: cursor.toFirst },
    { keys: 'g g', label: t('keys.first'), enabled, run: cursor.toFirst },
    { keys: 'end', label: t('keys.last'), enabled, run: cursor.toLast },
    { keys: 'G', label: t('keys.last'), enabled, run: cursor.toLast },
    { keys: 'enter', label: t('keys.open'), hint: true, enabled, run: open },
    { keys: 'd', label: t('keys.open'), enabled, run: open },
    { keys: 'n', label: t('keys.next'), hint: true, enabled, run: cursor.toNextInTheWay },
  ]);
}

/** The keys of the plan as a whole. */
export function usePageKeys(act: { canStart: boolean; replan: () => void; start: () => void; back: () => void }): void {
  const { t } = useTranslation('drain');
  useKeys(t('keys.scope'), [
    { keys: 'r', label: t('keys.replan'), hint: true, run: act.replan },
    { keys: 'mod+enter', label: t('keys.start'), hint: true, enabled: act.canStart, run: act.start },
    { keys: 'escape', label: t('keys.back'), hint: true, run: act.back },
  ]);
}
