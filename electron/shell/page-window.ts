import { BrowserWindow, type BrowserWindowConstructorOptions, nativeTheme } from 'electron';
import { pageOrigin } from '../ipc/electron-gate.ts';

/** `--surface` of tokens.css in sRGB, painted until the page is there so that nothing flashes white at night. */
const backgrounds = { dark: '#17191c', light: '#fcfdfd' } as const;

/** What every window of ours is made of. */
export interface PageWindowOptions {
  /** Absolute path of preload.cjs. */
  readonly preload: string;
  /** Lets the page in before it is loaded. */
  readonly register: (window: BrowserWindow) => void;
}

/** Where a window stands and how large it may be. */
export type WindowBounds = Pick<BrowserWindowConstructorOptions, 'x' | 'y' | 'width' | 'height' | 'minWidth' | 'minHeight'>;

/**
 * A hidden window that loads our page at `address` (from the root on, e.g. `/`): the only place where windows are made, so all have
 * the same sandbox. The caller shows it. What it may do beyond that is in hardening.ts, for every window there is.
 */
export function createPageWindow(options: PageWindowOptions, bounds: WindowBounds, address: string): BrowserWindow {
  const window = new BrowserWindow({
    ...bounds,
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
  options.register(window);
  void window.loadURL(`${pageOrigin}${address}`);
  return window;
}
