import { Copy, Ellipsis, ScrollText, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import type { ContextView } from '../../../shared/context-view.ts';
import type { NodeActionOffer } from '../../state/use-node-actions.ts';
import { Button } from '../../ui/button.tsx';
import { ContextName } from '../../ui/context-swatch.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import css from './action-bar.module.css';

/** What is selected, in how many clusters, and what can be done with it. */
export function ActionBar({
  counts,
  total,
  kind,
  contexts,
  short,
  entries,
  nodeActions,
  onLogs,
  onCopyNames,
  onClear,
  menuButton,
}: {
  counts: ReadonlyMap<ContextId, number>;
  total: number;
  /** `4 pods`, already in words. */
  kind: string;
  contexts: ReadonlyMap<ContextId, ContextView>;
  short: boolean;
  entries: readonly MenuEntry[];
  /** What can be done with nodes; none for other kinds. The bar has those that need no form, the menu all. */
  nodeActions: readonly NodeActionOffer[];
  /** null for kinds without logs. */
  onLogs: (() => void) | null;
  onCopyNames: () => void;
  onClear: () => void;
  menuButton: React.Ref<HTMLButtonElement>;
}) {
  const { t } = useTranslation('tables');
  const clusters = [...counts].slice(0, 4);
  return (
    <div className={css.bar} role="toolbar" aria-label={t('selection.label')} data-selected={total}>
      <b>{kind}</b>
      <span className={css.faint}>{t('selection.in', { count: counts.size })}</span>
      {clusters.map(([id, count]) => {
        const context = contexts.get(id);
        return context ? (
          <span key={id} className={css.cluster}>
            <ContextName colour={context.colour} name={context.displayName} short={short} />
            <span className={css.faint}>{count.toLocaleString()}</span>
          </span>
        ) : null;
      })}
      {counts.size > clusters.length ? (
        <span className={css.faint}>{t('selection.more', { count: counts.size - clusters.length })}</span>
      ) : null}
      <i className={css.rule} />
      {onLogs ? (
        <Button icon={ScrollText} kind="ghost" size="small" keys="l" aria-keyshortcuts="l" onClick={onLogs}>
          {t('logs.logs')}
        </Button>
      ) : null}
      {nodeActions
        .filter(({ type }) => type !== 'taints' && type !== 'labels')
        .map(({ type, label, icon, keys, why, run }) => (
          <Button
            key={type}
            icon={icon}
            kind="ghost"
            size="small"
            keys={keys}
            aria-keyshortcuts={keys}
            disabled={why !== null}
            title={why ?? undefined}
            onClick={run}
          >
            {label}
          </Button>
        ))}
      <Button icon={Copy} kind="ghost" size="small" keys="y" aria-keyshortcuts="y" onClick={onCopyNames}>
        {t('copy.names', { count: total })}
      </Button>
      <Menu
        align="start"
        entries={entries}
        trigger={
          <button ref={menuButton} type="button" className={css.more} aria-label={t('selection.actions')} aria-keyshortcuts="x">
            <Ellipsis size={14} aria-hidden="true" />
            <Kbd keys="x" />
          </button>
        }
      />
      <i className={css.rule} />
      <IconButton icon={X} label={t('selection.clear')} keys="escape" size="small" onClick={onClear} />
    </div>
  );
}
