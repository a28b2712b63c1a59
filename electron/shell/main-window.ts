import { type BrowserWindow, screen } from 'electron';
import { createPageWindow, type PageWindowOptions } from './page-window.ts';
import { planWindow, readWindowState, smallestSize, writeWindowState } from './window-state.ts';

/** What the main window is made of. */
export interface MainWindowOptions extends PageWindowOptions {
  /** Absolute path of the file that remembers where the window stood. */
  readonly stateFile: string;
  readonly log: (line: string) => void;
}

/** Opens the window; it is shown when the page has painted. */
export function openMainWindow(options: MainWindowOptions): BrowserWindow {
  const state = planWindow(
    readWindowState(options.stateFile),
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const window = createPageWindow(
    options,
    {
      width: state.width,
      height: state.height,
      ...(state.x === undefined || state.y === undefined ? {} : { x: state.x, y: state.y }),
      minWidth: smallestSize.width,
      minHeight: smallestSize.height,
    },
    '/',
  );
  window.once('ready-to-show', () => {
    // maximize() shows the window too, so it waits like show().
    if (state.maximized) window.maximize();
    else window.show();
  });
  window.on('close', () => {
    try {
      writeWindowState(options.stateFile, { ...window.getNormalBounds(), maximized: window.isMaximized() });
    } catch (error) {
      // A full disk must not keep the window from closing; it opens at its last remembered place.
      options.log(`window.json: ${String(error)}`);
    }
  });
  return window;
}
