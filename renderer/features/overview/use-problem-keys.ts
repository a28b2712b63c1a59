import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyBinding } from '../../ui/key-map.ts';
import type { ProblemTableHandle } from './problem-table.tsx';
import type { Problems } from './use-problems.ts';

/**
 * The keys of the list of problems. `active`: they are for this list, and not for another part of the page. `before`: what is done when the cursor goes
 * up from the first row.
 */
export function useProblemBindings({
  problems,
  handle,
  active = true,
  before,
}: {
  problems: Problems;
  handle: RefObject<ProblemTableHandle | null>;
  active?: boolean;
  before?: () => void;
}): readonly KeyBinding[] {
  const { t } = useTranslation('problems');
  const { row, at, rows, actions, open } = problems;
  const on = active && row !== null;
  const move = (index: number) => {
    if (index < 0 && at <= 0 && before !== undefined) return before();
    const next = Math.min(Math.max(index, 0), rows.length - 1);
    problems.moveTo(next);
    handle.current?.scrollToIndex(next);
    handle.current?.focus();
  };
  const page = () => handle.current?.pageSize() ?? 1;
  const hidden = row?.type === 'object' ? row.hidden : null;
  const ignore = () => {
    if (row?.type !== 'object') return;
    if (hidden === 'ignored') actions.takeBack(row);
    else actions.ignore(row);
  };
  return [
    { keys: 'j', label: t('keys.down'), hint: true, hintKeys: 'j k', hintLabel: t('keys.move'), enabled: active, run: () => move(at + 1) },
    { keys: 'k', label: t('keys.up'), enabled: active, run: () => move(at - 1) },
    { keys: 'arrowdown', label: t('keys.down'), enabled: active, run: () => move(at + 1) },
    { keys: 'arrowup', label: t('keys.up'), enabled: active, run: () => move(at - 1) },
    { keys: 'pagedown', label: t('keys.pageDown'), enabled: active, run: () => move(Math.max(0, at) + page()) },
    { keys: 'pageup', label: t('keys.pageUp'), enabled: active, run: () => move(Math.max(0, at - page())) },
    { keys: 'g g', label: t('keys.first'), enabled: active, run: () => move(0) },
    { keys: 'G', label: t('keys.last'), enabled: active, run: () => move(rows.length - 1) },
    { keys: 'enter', label: t('keys.open'), hint: true, enabled: on, run: () => row && actions.go(row) },
    { keys: 'd', label: t('keys.detail'), hint: !open, enabled: on, run: () => problems.setOpen(!open) },
    { keys: 'escape', label: t('keys.close'), hint: true, enabled: open, run: () => problems.setOpen(false) },
    { keys: 'l', label: t('keys.logs'), hint: true, enabled: on && row?.type === 'object', run: () => row && actions.logs(row) },
    { keys: '.', label: t('keys.only'), hint: true, enabled: on, run: () => row && actions.only(row) },
    {
      keys: 'a',
      label: t(hidden === 'ignored' ? 'keys.takeBack' : 'keys.ignore'),
      hint: true,
      enabled: on && row?.type === 'object',
      run: ignore,
    },
  ];
}
