import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DiagnosticsPanel } from '../features/diagnostics/diagnostics-panel.tsx';
import { Splitter } from '../ui/splitter.tsx';
import { toggleDiagnostics, useApp } from './app-state.ts';
import css from './dock.module.css';
import { ErrorBoundary } from './error-boundary.tsx';
import { useWindowHeight } from './use-window-size.ts';

/** Sizes of design.md, in px; the same values as --dock, --dock-min, --topbar and --statusbar. */
const usual = 280;
const smallest = 120;
const barsHeight = 44 + 24;

/** The panel below the table, over the whole width right of the rail. Maximised it takes the table's place too. */
export function Dock() {
  const { t } = useTranslation('diagnostics');
  const open = useApp((state) => state.diagnostics);
  const [wanted, setWanted] = useState(usual);
  const [maximised, setMaximised] = useState(false);
  const largest = Math.max(smallest, useWindowHeight() - barsHeight);
  if (!open) return null;
  const height = maximised ? largest : Math.min(wanted, largest);
  return (
    <aside className={css.dock} style={{ height }} aria-label={t('title')}>
      <Splitter
        label={t('resize')}
        orientation="horizontal"
        size={height}
        min={smallest}
        max={largest}
        onResize={(size) => {
          setMaximised(false);
          setWanted(size);
        }}
        onReset={() => {
          setMaximised(false);
          setWanted(usual);
        }}
      />
      <ErrorBoundary>
        <DiagnosticsPanel maximised={maximised} onMaximise={setMaximised} onClose={toggleDiagnostics} />
      </ErrorBoundary>
    </aside>
  );
}
