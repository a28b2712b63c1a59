import { BrowserWindow } from 'electron';
import { createPageWindow, type PageWindowOptions } from './page-window.ts';

/** A log view with its sources beside it, in px; smaller it gives them up, down to lines that are still of use. */
const size = { width: 1100, height: 720, minWidth: 480, minHeight: 320 } as const;

/** Windows at once, the main one included: each has a renderer process of 60 MB or more, and a page that opens more is at fault. */
const mostWindows = 20;

/** Opens a page in a window of its own, shown when it has painted; false when there are too many. `address` is one of `addressOfPage`. */
export function openViewWindow(options: PageWindowOptions, address: string): boolean {
  if (BrowserWindow.getAllWindows().length >= mostWindows) return false;
  const window = createPageWindow(options, size, address);
  window.once('ready-to-show', () => window.show());
  return true;
}
