import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DiagnosticsPanel } from '../features/diagnostics/diagnostics-panel.tsx';
import type { DockTab } from '../state/dock-layout.ts';
import { closeTab, markUsed, toggleDock, useDock } from '../state/dock-store.ts';
import { classes } from '../ui/classes.ts';
import { KeyRegion, useKeys } from '../ui/use-keys.ts';
import css from './dock.module.css';
import { paneId } from './dock-tab.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { leaveDock } from './use-dock-focus.ts';

/** The panel of one tab. `width` in px where it stands right of another, null where it takes what there is. */
export function DockPane({ tab, shown, width, children }: { tab: DockTab; shown: boolean; width: number | null; children: ReactNode }) {
  const { t } = useTranslation('dock');
  const { id } = tab;
  return (
    <div
      id={paneId(id)}
      role="tabpanel"
      aria-label={tab.type === 'logs' ? tab.page.title : t('diagnostics')}
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
        <ErrorBoundary>{tab.type === 'diagnostics' ? <DiagnosticsPanel /> : null}</ErrorBoundary>
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
