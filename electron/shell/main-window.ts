import { BrowserWindow, nativeTheme, screen } from 'electron';
import { pageOrigin } from '../ipc/electron-gate.ts';
import { planWindow, readWindowState, smallestSize, writeWindowState } from './window-state.ts';

/** `--surface` of tokens.css in sRGB, painted until the page is there so that nothing flashes white at night. */
const backgrounds = { dark: '#17191c', light: '#fcfdfd' } as const;

/** What the main window is made of. */
export interface MainWindowOptions {
  /** Absolute path of preload.cjs. */
  readonly preload: string;
  /** Absolute path of the file that remembers where the window stood. */
  readonly stateFile: string;
  /** Lets the page in before it is loaded. */
  readonly register: (window: BrowserWindow) => void;
  readonly log: (line: string) => void;
}

/** Opens the window; it is shown when the page has painted. */
export function openMainWindow(options: MainWindowOptions): BrowserWindow {
  const state = planWindow(
    readWindowState(options.stateFile),
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const window = new BrowserWindow({
    width: state.width,
    height: state.height,
    ...(state.x === undefined || state.y === undefined ? {} : { x: state.x, y: state.y }),
    minWidth: smallestSize.width,
    minHeight: smallestSize.height,
    title: 'Timonier',
    show: false,
    // Linux and Windows: Alt shows it; macOS has it at the top of the screen.
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light,
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      // A middle click would open a second window; 1Password and GitHub Desktop do the same.
      disableBlinkFeatures: 'Auxclick',
    },
  });
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
  options.register(window);
  void window.loadURL(`${pageOrigin}/`);
  return window;
}
