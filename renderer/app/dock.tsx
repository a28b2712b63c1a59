import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { smallestHeight, usualHeight } from '../state/dock-layout.ts';
import { resizeDock, useDock } from '../state/dock-store.ts';
import { Splitter } from '../ui/splitter.tsx';
import { useWindowHeight, useWindowWidth } from '../ui/use-window-size.ts';
import css from './dock.module.css';
import { DockBar } from './dock-bar.tsx';
import { DockPane } from './dock-pane.tsx';
import { useDockFocus } from './use-dock-focus.ts';

/** Sizes of design.md in px: --topbar and --statusbar, --tabs with the line above it, the rails, and the narrowest panel that is of use. */
const barsHeight = 44 + 24;
const tabBar = 33;
const railMin = 48;
const narrowestPane = 240;

/**
 * The dock below the table, over the whole width right of the rail. Maximised it takes the table's place too. Every panel stays in the
 * page while its tab exists: what it reads goes on while another is shown, or none.
 */
export function Dock() {
  const { t } = useTranslation('dock');
  const dock = useDock();
  const largest = Math.max(smallestHeight, useWindowHeight() - barsHeight);
  const width = useWindowWidth() - railMin;
  const [rightWidth, setRightWidth] = useState<number | null>(null);
  const [notes, setNotes] = useState<Readonly<Record<string, string>>>({});
  const onNote = useCallback((id: string, note: string) => setNotes((before) => ({ ...before, [id]: note })), []);
  const frame = useDockFocus();
  if (dock.tabs.length === 0) return null;
  const height = dock.size === 'max' ? largest : dock.size === 'bar' ? tabBar : Math.min(dock.height, largest);
  const right = Math.min(Math.max(rightWidth ?? width / 2, narrowestPane), Math.max(narrowestPane, width - narrowestPane));
  return (
    <aside ref={frame} className={css.dock} style={{ height }} aria-label={t('label')} hidden={dock.size === 'hidden'}>
      <Splitter
        label={t('resize')}
        orientation="horizontal"
        size={height}
        min={tabBar}
        max={largest}
        onResize={resizeDock}
        onReset={() => resizeDock(usualHeight)}
      />
      <DockBar notes={notes} />
      <div className={css.panes}>
        {dock.tabs.map((tab) => {
          const place = dock.size === 'bar' ? -1 : dock.panes.indexOf(tab.id);
          return (
            <DockPane key={tab.id} tab={tab} shown={place >= 0} width={place === 1 ? right : null} onNote={onNote}>
              {place === 1 ? (
                <Splitter
                  label={t('split')}
                  orientation="vertical"
                  size={right}
                  min={narrowestPane}
                  max={Math.max(narrowestPane, width - narrowestPane)}
                  onResize={setRightWidth}
                  onReset={() => setRightWidth(null)}
                />
              ) : null}
            </DockPane>
          );
        })}
      </div>
    </aside>
  );
}
