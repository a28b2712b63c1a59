import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearch } from 'wouter';
import type { JournalEntry } from '../../../shared/journal.ts';
import { useContexts } from '../../state/contexts-store.ts';
import { journalPath } from '../../state/drain-path.ts';
import { useSettings } from '../../state/settings-store.ts';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { showToast } from '../../ui/toasts.tsx';
import css from './journal.module.css';
import { isFiltered, type JournalFilters, parseJournalFilters, withJournalFilters } from './journal-filters.ts';
import { JournalFoot, JournalNotes } from './journal-notes.tsx';
import { JournalPane } from './journal-pane.tsx';
import { JournalTable } from './journal-table.tsx';
import { JournalToolbar } from './journal-toolbar.tsx';
import { canUndo } from './plan-entry-words.ts';
import { planJournalRows } from './plan-journal-rows.ts';
import { useEntryWords } from './use-entry-words.ts';
import { useExportJournal } from './use-export-journal.ts';
import { useJournal } from './use-journal.ts';
import { type JournalTableHandle, useJournalCursor } from './use-journal-cursor.ts';
import { useJournalKeys } from './use-journal-keys.ts';
import { useUndo } from './use-undo.ts';

/** Heights of rows in px, by density (design.md). */
const rowHeights = { default: 28, compact: 24 };

/** Everything that was sent to clusters to change them, the newest first: searched, filtered by the address, exported, taken back where that can be done. */
export function JournalPage() {
  const { t } = useTranslation('journal');
  const search = useSearch();
  const [, navigate] = useLocation();
  const filters = useMemo(() => parseJournalFilters(search), [search]);
  const { state, list } = useJournal(filters);
  const { read } = state;
  const rows = useMemo(() => planJournalRows(read?.entries ?? [], read?.next !== ''), [read]);
  const underWay = useMemo(() => new Set(read?.underWay), [read]);
  const say = useEntryWords(underWay);
  const density = useSettings((settings) => settings.settings.density);
  const handle = useRef<JournalTableHandle>(null);
  const table = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const cursor = useJournalCursor(rows, handle);
  const { busy, undo } = useBusyUndo();
  const { entry } = cursor;
  // What is in no kubeconfig any more cannot be written to.
  const known = useContexts((contexts) => entry !== null && contexts.byId.has(entry.contextId));
  const canTakeBack = entry !== null && known && canUndo(entry, underWay);
  useEffect(() => {
    document.title = `${t('title')} · Timonier`;
  }, [t]);

  const filter = (change: Partial<JournalFilters>) => {
    const query = withJournalFilters(window.location.search, change);
    navigate(`${journalPath}${query === '' ? '' : `?${query}`}`, { replace: 'text' in change });
  };
  const showAll = () => filter({ text: '', contextId: null, run: '', outcome: null });
  const copy = () => void copyEntry(entry, t('copied'));
  const readAgain = () => list?.refresh();
  useJournalKeys({
    cursor,
    handle,
    search: () => field.current?.select(),
    readAgain,
    undo: canTakeBack && !busy ? () => void undo(entry) : null,
    copy,
  });
  const leave = () => {
    field.current?.blur();
    table.current?.querySelector<HTMLElement>('[role="grid"]')?.focus();
  };
  const exporting = useExportJournal(filters);
  const filtered = isFiltered(filters);
  const empty = read !== null && rows.length === 0 && (read.next === '' || !state.searching);
  return (
    <div className={css.page}>
      <JournalToolbar
        filters={filters}
        state={state}
        field={field}
        exporting={exporting}
        onFilter={filter}
        onReadAgain={readAgain}
        onLeave={leave}
      />
      <JournalNotes state={state} />
      <div className={css.parts} ref={table}>
        {empty ? (
          <EmptyState
            title={t(filtered ? 'empty.noneTitle' : read.unreadable.length > 0 ? 'empty.unreadTitle' : 'empty.title')}
            text={filtered ? t('empty.noneText') : `${t('empty.text')} ${t('where', { folder: read.folder })}.`}
            actions={
              filtered ? (
                <Button kind="primary" onClick={showAll}>
                  {t('empty.showAll')}
                </Button>
              ) : null
            }
          />
        ) : (
          <JournalTable
            rows={rows}
            rowHeight={rowHeights[density]}
            cursor={cursor}
            say={say}
            onOlder={() => list?.older()}
            handle={handle}
            foot={<JournalFoot state={state} filtered={filtered} onOlder={() => list?.older()} />}
          />
        )}
        {cursor.open && entry !== null ? (
          <JournalPane
            key={entry.id}
            entry={entry}
            said={say(entry)}
            undo={canTakeBack ? { busy, run: () => void undo(entry) } : null}
            onCopy={copy}
            onClose={() => cursor.setOpen(false)}
          />
        ) : null}
      </div>
    </div>
  );
}

/** One undo at a time: pressing twice is not two. */
function useBusyUndo(): { readonly busy: boolean; readonly undo: (entry: JournalEntry) => Promise<void> } {
  const undo = useUndo();
  const [busy, setBusy] = useState(false);
  return {
    busy,
    undo: async (entry) => {
      setBusy(true);
      try {
        await undo(entry);
      } finally {
        setBusy(false);
      }
    },
  };
}

async function copyEntry(entry: JournalEntry | null, said: string): Promise<void> {
  if (entry !== null && (await copyText(JSON.stringify(entry, null, 2)))) showToast({ mark: 'done', title: said });
}
