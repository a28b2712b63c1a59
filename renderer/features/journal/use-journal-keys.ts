import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from '../../ui/use-keys.ts';
import type { JournalCursor, JournalTableHandle } from './use-journal-cursor.ts';

/** The keyboard of the journal. */
export function useJournalKeys({
  cursor,
  handle,
  search,
  readAgain,
  undo,
  copy,
}: {
  cursor: JournalCursor;
  handle: RefObject<JournalTableHandle | null>;
  search: () => void;
  readAgain: () => void;
  /** null = the entry under the cursor cannot be undone. */
  undo: (() => void) | null;
  copy: () => void;
}): void {
  const { t } = useTranslation('journal');
  const page = () => handle.current?.pageSize() ?? 1;
  const on = cursor.entry !== null;
  useKeys(t('keys.scope'), [
    { keys: 'j', label: t('keys.down'), hint: true, hintKeys: 'j k', hintLabel: t('keys.move'), run: () => cursor.moveBy(1) },
    { keys: 'k', label: t('keys.up'), run: () => cursor.moveBy(-1) },
    { keys: 'arrowdown', label: t('keys.down'), run: () => cursor.moveBy(1) },
    { keys: 'arrowup', label: t('keys.up'), run: () => cursor.moveBy(-1) },
    { keys: 'pagedown', label: t('keys.pageDown'), run: () => cursor.moveBy(page()) },
    { keys: 'pageup', label: t('keys.pageUp'), run: () => cursor.moveBy(-page()) },
    { keys: 'g g', label: t('keys.first'), run: () => cursor.moveToEnd('first') },
    { keys: 'G', label: t('keys.last'), run: () => cursor.moveToEnd('last') },
    { keys: 'enter', label: t('keys.open'), hint: !cursor.open, enabled: on, run: () => cursor.setOpen(true) },
    { keys: 'escape', label: t('keys.close'), hint: true, enabled: cursor.open, run: () => cursor.setOpen(false) },
    { keys: 'u', label: t('keys.undo'), hint: true, enabled: undo !== null, run: () => undo?.() },
    { keys: 'y', label: t('keys.copy'), hint: true, enabled: on, run: copy },
    { keys: '/', label: t('keys.search'), hint: true, run: search },
    { keys: 'r', label: t('keys.readAgain'), run: readAgain },
  ]);
}
