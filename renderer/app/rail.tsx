import { CircleAlert, Plus, Search, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useContextGroups } from '../state/context-order.ts';
import { useContexts } from '../state/contexts-store.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { useChooseFile } from './add-file-dialog.tsx';
import { openDialog } from './app-state.ts';
import css from './rail.module.css';
import { RailList } from './rail-list.tsx';
import { RailNav } from './rail-nav.tsx';

/** More contexts than this are shown in one line each (design.md). */
const compactAbove = 12;

/** The left rail: every context of every kubeconfig, and the kinds. */
export function Rail() {
  const { t } = useTranslation('shell');
  const [query, setQuery] = useState('');
  const groups = useContextGroups();
  const total = useContexts((state) => state.contexts.length);
  const chooseFile = useChooseFile();
  const shown = useMemo(() => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return groups;
    return groups
      .map((group) => ({
        ...group,
        contexts: group.contexts.filter((context) => {
          const text =
            `${context.displayName} ${context.name} ${context.server} ${context.provider ?? ''} ${context.environment}`.toLowerCase();
          return words.every((word) => text.includes(word));
        }),
      }))
      .filter((group) => group.contexts.length > 0);
  }, [groups, query]);

  return (
    <nav className={css.rail} aria-label={t('rail.label')}>
      <div className={css.search}>
        <Search size={13} aria-hidden="true" />
        <input
          className={css.searchField}
          type="text"
          spellCheck={false}
          placeholder={t('rail.search')}
          aria-label={t('rail.search')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.preventDefault();
            setQuery('');
            event.currentTarget.blur();
          }}
        />
        {query === '' ? null : <IconButton icon={X} label={t('close')} size="small" onClick={() => setQuery('')} />}
        <IconButton icon={Plus} label={t('rail.add')} onClick={chooseFile} />
      </div>
      {shown.length === 0 && query !== '' ? <p className={css.noMatch}>{t('rail.noMatch', { query })}</p> : null}
      <RailList groups={shown} compact={total > compactAbove} />
      <FileProblems />
      <RailNav />
    </nav>
  );
}

/** Files that cannot be read stay visible until they can: a missing context must never look like a deleted one. */
function FileProblems() {
  const { t } = useTranslation('shell');
  const files = useContexts((state) => state.files);
  const broken = files.filter((file) => file.state === 'broken' || file.state === 'using-last-good');
  return broken.map((file) => (
    <button key={file.path} type="button" className={css.fileProblem} title={file.path} onClick={() => openDialog({ dialog: 'settings' })}>
      <CircleAlert size={13} aria-hidden="true" />
      <span>{t(file.state === 'broken' ? 'rail.fileProblem' : 'rail.fileLastGood', { file: baseName(file.path) })}</span>
    </button>
  ));
}

function baseName(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;
}
