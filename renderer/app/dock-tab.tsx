import { Activity, AppWindow, Columns2, LogOut, ScrollText, Square, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { DockTab } from '../state/dock-layout.ts';
import { closeTab, goToTab, showAlone, showBeside, useDock } from '../state/dock-store.ts';
import { classes } from '../ui/classes.ts';
import { ContextMenu, type MenuEntry } from '../ui/menu.tsx';
import { MiddleText } from '../ui/middle-text.tsx';
import css from './dock.module.css';
import { useOpenWindow } from './use-open-window.ts';
import { useTabTitle } from './use-tab-title.ts';

const icons = { logs: ScrollText, drain: LogOut, diagnostics: Activity } as const;

/** Id of the panel of a tab in the page. */
export function paneId(id: string): string {
  return `dock-${id}`;
}

/**
 * One tab of the dock, its `note` (`12 sources`) after the title. Arrow keys move between tabs, delete closes; its menu (right click,
 * menu key) has what else can be done. `reachable` = the one tab that the tab key stops at.
 */
export function DockTabButton({ tab, note, reachable }: { tab: DockTab; note: string; reachable: boolean }) {
  const { t } = useTranslation('dock');
  const { panes, focus, tabs } = useDock();
  const openWindow = useOpenWindow();
  const shown = panes.includes(tab.id);
  const title = useTabTitle(tab);
  const Icon = icons[tab.type];
  const previous = tab.type === 'logs' && tab.page.start?.previous ? t('previous') : '';
  const entries: readonly MenuEntry[] = [
    panes.length > 1 && shown
      ? { label: t('alone'), icon: Square, run: () => showAlone(tab.id) }
      : { label: t('beside'), icon: Columns2, disabled: tabs.length < 2, run: () => showBeside(tab.id) },
    ...(tab.type === 'logs'
      ? [{ label: t('ownWindow'), icon: AppWindow, run: () => openWindow({ page: 'logs', logs: tab.page }) } satisfies MenuEntry]
      : []),
    { type: 'separator' },
    { label: t('closeTab'), icon: X, keys: 'delete', run: () => closeTab(tab.id) },
    {
      label: t('closeOthers'),
      disabled: tabs.length < 2,
      run: () => {
        for (const other of tabs) if (other.id !== tab.id) closeTab(other.id);
      },
    },
  ];
  return (
    <ContextMenu entries={entries}>
      <div role="presentation" className={classes(css.tab, shown && css.shown, shown && panes[focus] === tab.id && css.focused)}>
        <button
          type="button"
          role="tab"
          className={css.choose}
          aria-selected={shown}
          aria-controls={paneId(tab.id)}
          aria-keyshortcuts="Delete"
          tabIndex={reachable ? 0 : -1}
          title={title}
          // Its text in one piece: a title that is cut in the middle would be read as two words.
          aria-label={[title, previous, note].filter(Boolean).join(' ')}
          onClick={() => goToTab(tab.id)}
          onKeyDown={(event) => onTabKey(event, tab.id)}
        >
          <Icon size={14} aria-hidden="true" />
          <span className={css.title}>
            <MiddleText text={title} />
          </span>
          {previous === '' ? null : <span className={css.note}> {previous}</span>}
          {note === '' ? null : <span className={css.note}> {note}</span>}
        </button>
        {/* For the pointer only: a tab may hold no button, and delete does the same by key. */}
        <button
          type="button"
          tabIndex={-1}
          aria-hidden="true"
          className={css.close}
          title={t('close', { title })}
          onClick={() => closeTab(tab.id)}
        >
          <X size={12} />
        </button>
      </div>
    </ContextMenu>
  );
}

/** The ARIA tabs pattern, with manual activation: moving over the tabs shows nothing yet, since showing moves the focus into a panel. */
function onTabKey(event: KeyboardEvent<HTMLButtonElement>, id: string): void {
  const all = [...(event.currentTarget.closest('[role=tablist]')?.querySelectorAll<HTMLElement>('[role=tab]') ?? [])];
  const at = all.indexOf(event.currentTarget);
  const places: Readonly<Record<string, number>> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 };
  const to = places[event.key];
  if (to !== undefined) all[(to + all.length) % all.length]?.focus();
  else if (event.key === 'Delete') {
    (all[at + 1] ?? all[at - 1])?.focus();
    closeTab(id);
  } else return;
  event.preventDefault();
}
