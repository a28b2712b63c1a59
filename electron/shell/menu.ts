import { Menu, type MenuItemConstructorOptions } from 'electron';

/**
 * The native menu: standard roles only, so that copy, paste, zoom and full screen work and are translated by the system. On
 * macOS it carries the app menu that users expect; elsewhere it is hidden until Alt is pressed.
 * `packaged` false adds the developer tools.
 */
export function installMenu(platform: NodeJS.Platform, packaged: boolean): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(platform, packaged)));
}

/** The menu as data. */
export function menuTemplate(platform: NodeJS.Platform, packaged: boolean): MenuItemConstructorOptions[] {
  const view: MenuItemConstructorOptions[] = [
    // No accelerator: mod+R and mod+shift+R belong to the page. A reload is for a page that is stuck.
    { role: 'reload', accelerator: '' },
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ];
  if (!packaged) view.push({ type: 'separator' }, { role: 'toggleDevTools' });
  const app: MenuItemConstructorOptions = platform === 'darwin' ? { role: 'appMenu' } : { label: 'Timonier', submenu: [{ role: 'quit' }] };
  return [app, { role: 'editMenu' }, { role: 'viewMenu', submenu: view }, { role: 'windowMenu' }];
}
