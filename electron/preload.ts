import { contextBridge, ipcRenderer } from 'electron';
import type { MainMessage, PageMessage } from '../shared/wire.ts';

/*
 * All that the page gets of Electron: one object that posts and listens on one channel. No channel name, no event object and
 * no ipcRenderer reaches the page; what may be said is decided by ipc/command-bus.ts on the other side.
 */

/** Same name in ipc/electron-gate.ts; a sandboxed preload cannot share a module that needs Node. */
const channel = 'timonier';

contextBridge.exposeInMainWorld('timonier', {
  post: (message: PageMessage): void => ipcRenderer.send(channel, message),
  listen: (listener: (message: MainMessage) => void): void => {
    ipcRenderer.on(channel, (_event, message: MainMessage) => listener(message));
  },
});
