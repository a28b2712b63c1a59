import type { MainMessage, PageMessage } from '../../shared/wire.ts';
import type { Bridge } from './bridge.ts';
import { PageMessages } from './page-messages.ts';

/** The one object that the preload script exposes. */
export interface TimonierWindow {
  post(message: PageMessage): void;
  listen(callback: (message: MainMessage) => void): void;
}

declare global {
  interface Window {
    readonly timonier?: TimonierWindow;
  }
}

/** The bridge of the Electron window. IPC keeps order and does not break, so there is nothing to reconnect. */
export function createElectronBridge(timonier: TimonierWindow): Bridge {
  const messages = new PageMessages((message) => timonier.post(message));
  timonier.listen((message) => messages.receive(message));
  return messages;
}
