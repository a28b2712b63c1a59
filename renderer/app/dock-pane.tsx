import { type ReactNode, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { DiagnosticsPanel } from '../features/diagnostics/diagnostics-panel.tsx';
import { RunPanel } from '../features/drain/run-panel.tsx';
import { LogPanel } from '../features/logs/log-panel.tsx';
import type { DockTab } from '../state/dock-layout.ts';
import { closeTab, markUsed, toggleDock, useDock } from '../state/dock-store.ts';
import { classes } from '../ui/classes.ts';
import { KeyRegion, useKeys } from '../ui/use-keys.ts';
import css from './dock.module.css';
import { paneId } from './dock-tab.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { leaveDock } from './use-dock-focus.ts';
import { useTabTitle } from './use-tab-title.ts';

/** The panel of one tab. `width` in px where it stands right of another, null where it takes what there is; `onNote` hears what it says of itself. */
export function DockPane({
  tab,
  shown,
  width,
  onNote,
  children,
}: {
  tab: DockTab;
  shown: boolean;
  width: number | null;
  onNote: (id: string, note: string) => void;
  children: ReactNode;
}) {
  const title = useTabTitle(tab);
  const { id } = tab;
  const onTitle = useCallback((note: string) => onNote(id, note), [id, onNote]);
  return (
    <div
      id={paneId(id)}
      role="tabpanel"
      aria-label={title}
      tabIndex={-1}
      hidden={!shown}
      data-key-region={id}
      className={classes(css.pane, width !== null && css.right)}
      style={width === null ? undefined : { width }}
      onFocus={() => markUsed(id)}
    >
      {children}
      <KeyRegion value={id}>
        <PaneKeys tab={tab} />
        <ErrorBoundary>
          {tab.type === 'logs' ? (
            <LogPanel selections={tab.page.selections} title={tab.page.title} start={tab.page.start ?? undefined} onTitle={onTitle} />
          ) : tab.type === 'drain' ? (
            <RunPanel id={tab.run} onTitle={onTitle} />
          ) : (
            <DiagnosticsPanel />
          )}
        </ErrorBoundary>
      </KeyRegion>
    </div>
  );
}

/** Escape goes one step back: from the whole window to the dock, from there to the table. What is inside may have a nearer step of its own. */
function PaneKeys({ tab }: { tab: DockTab }) {
  const { t } = useTranslation('dock');
  const maximised = useDock((dock) => dock.size === 'max');
  const diagnostics = tab.type === 'diagnostics';
  useKeys(t('keys.scope'), [
    {
      keys: 'escape',
      label: t(maximised ? 'keys.restore' : diagnostics ? 'keys.closeDiagnostics' : 'keys.leave'),
      run: () => {
        if (maximised) toggleDock();
        else if (diagnostics) closeTab(tab.id);
        else leaveDock();
      },
    },
  ]);
  return null;
}
