import type { ReactNode } from 'react';
import { useDock } from '../state/dock-store.ts';
import { classes } from '../ui/classes.ts';
import { KeyRegion } from '../ui/use-keys.ts';
import { useWindowWidth } from '../ui/use-window-size.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import { Dock } from './dock.tsx';
import { GradeFrame } from './grade-frame.tsx';
import { Rail } from './rail.tsx';
import { RailMini } from './rail-mini.tsx';
import css from './shell.module.css';
import { StatusBar } from './status-bar.tsx';
import { TopBar } from './top-bar.tsx';

/** Below this window width the rail is initials only (design.md), in px. */
const railCollapsesBelow = 1100;

/** The frame: top bar, rail, main, drawer right, dock below, status bar. Each part scrolls by itself; the window never does. */
export function Shell({ main, drawer }: { main: ReactNode; drawer?: ReactNode }) {
  const maximised = useDock((dock) => dock.size === 'max');
  const narrow = useWindowWidth() < railCollapsesBelow || maximised;
  return (
    <div className={classes(css.shell, narrow && css.narrow)}>
      <TopBar />
      {narrow ? <RailMini /> : <Rail />}
      {/* The drawer shows what the cursor of the table is on: both have the same keys. */}
      <KeyRegion value="main">
        <main className={css.main} id="main" data-key-region="main" inert={maximised}>
          <ConnectionBanner />
          {main}
        </main>
        {maximised ? null : drawer}
      </KeyRegion>
      <Dock />
      <StatusBar />
      <GradeFrame />
    </div>
  );
}
