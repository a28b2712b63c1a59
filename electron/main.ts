import path from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, nativeTheme, powerMonitor } from 'electron';
import { startBackend } from './backend.ts';
import { ElectronGate } from './ipc/electron-gate.ts';
import { loadPageFiles } from './ipc/page-files.ts';
import { appFolder } from './shell/app-folder.ts';
import { parseCommandLine } from './shell/command-line.ts';
import { hardenApp } from './shell/hardening.ts';
import { createLog } from './shell/log.ts';
import { openMainWindow } from './shell/main-window.ts';
import { installMenu } from './shell/menu.ts';
import { registerPageScheme, servePage } from './shell/page-scheme.ts';
import { openViewWindow } from './shell/view-window.ts';
import { version } from './version.ts';

/*
 * Electron entry: everything that must be said before the app is ready, then services by hand, top to bottom.
 */

/** Longest wait for settings to be written and threads to stop, in ms; a quit must not hang on a dead disk. */
const quitWaitMs = 3_000;

app.enableSandbox();
registerPageScheme();
// Settings are shared with the browser shell; --user-data-dir (tests, a second instance) moves everything.
if (!app.commandLine.hasSwitch('user-data-dir')) app.setPath('userData', appFolder());
const folder = app.getPath('userData');
app.setPath('sessionData', path.join(folder, 'chromium'));
const log = createLog(path.join(folder, 'timonier.log'));
hardenApp(app, (what) => log(`denied: ${what}`));

// Unpacked, the arguments start with the app's folder; `--` separates them from Electron's own.
const commandLine = parseCommandLine(
  process.argv.slice(app.isPackaged ? 1 : 2).filter((word) => word !== '--'),
  process.cwd(),
  true,
);
if ('error' in commandLine) {
  console.error(`timonier: ${commandLine.error}`);
  app.exit(2);
} else if (!app.requestSingleInstanceLock()) {
  // The first instance comes to the front.
  app.exit(0);
} else {
  app
    .whenReady()
    .then(
      () => start(commandLine),
      (error: unknown) => giveUp(error),
    )
    .catch(giveUp);
}

async function start(flags: Exclude<typeof commandLine, { readonly error: string }>): Promise<void> {
  servePage(loadPageFiles(path.join(import.meta.dirname, '..', 'renderer')));
  installMenu(process.platform, app.isPackaged);
  const backend = await startBackend({
    shell: 'electron',
    version,
    locale: app.getPreferredSystemLanguages()[0] ?? app.getLocale(),
    folder,
    kubeconfigs: flags.kubeconfigs,
    connect: flags.contexts,
    demo: flags.demo,
    // The packaged app shows the first-run screen, which offers the demo.
    demoWhenEmpty: !app.isPackaged,
    threads: path.join(import.meta.dirname, '..', 'data'),
    chooseFile,
    openWindow: (address) => openWindow(address),
    log,
    onSettings: (settings) => {
      nativeTheme.themeSource = settings.theme;
    },
  });
  const gate = new ElectronGate(ipcMain, backend.bus, (what) => log(`refused: ${what}`));
  const windows = {
    preload: path.join(import.meta.dirname, 'preload.cjs'),
    register: (window: BrowserWindow) => gate.register(window.webContents),
  };
  const openWindow = (address: string) => openViewWindow(windows, address);
  let mainWindow: BrowserWindow | null = null;
  /** The window with the tables: brought to the front, or opened again where only windows of views are left. */
  const showMain = () => {
    if (mainWindow !== null && !mainWindow.isDestroyed()) mainWindow.show();
    else mainWindow = openMainWindow({ ...windows, stateFile: path.join(folder, 'window.json'), log });
  };

  powerMonitor.on('resume', () => backend.wake());
  app.on('second-instance', showMain);
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) showMain();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  let closing = false;
  app.on('will-quit', (event) => {
    if (closing) return;
    closing = true;
    event.preventDefault();
    gate.close();
    const enough = new Promise((resolve) => setTimeout(resolve, quitWaitMs));
    void Promise.race([backend.close(), enough]).finally(() => app.exit(0));
  });
  showMain();
}

/** The system's dialog for one kubeconfig; null when the user cancelled. */
async function chooseFile(): Promise<string | null> {
  const options = {
    defaultPath: path.join(app.getPath('home'), '.kube'),
    properties: ['openFile', 'showHiddenFiles'] as ('openFile' | 'showHiddenFiles')[],
  };
  const window = BrowserWindow.getFocusedWindow();
  const chosen = window === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
  return chosen.filePaths[0] ?? null;
}

function giveUp(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log(`cannot start: ${text}`);
  console.error(`timonier: cannot start: ${text}`);
  dialog.showErrorBox('Timonier cannot start', text);
  app.exit(1);
}
