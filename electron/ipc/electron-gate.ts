import type { MainMessage } from '../../shared/wire.ts';
import type { CommandBus } from './command-bus.ts';
import { PageSession } from './page-session.ts';

/** The one IPC channel; same name in preload.ts. */
const channel = 'timonier';

/** Origin of our page, as Chromium computes it for a standard scheme. */
export const pageOrigin = 'app://ui';

/** What is checked of a sender: the part of `IpcMainEvent` that is used. Null frame = the frame is gone already. */
export interface Sender {
  readonly senderFrame: { readonly parent: unknown; readonly origin: string } | null;
  readonly sender: { readonly id: number };
}

/** The part of `ipcMain` that is used. */
export interface MessageSource {
  on(channel: string, listener: (event: Sender, message: unknown) => void): unknown;
}

/** The part of `WebContents` that is used. */
export interface PageContents {
  readonly id: number;
  isDestroyed(): boolean;
  send(channel: string, message: MainMessage): void;
  on(event: 'did-navigate' | 'render-process-gone' | 'destroyed', listener: () => void): unknown;
}

/** True for the main frame of one of our windows while it shows our page (Electron security checklist, 17). */
export function isOurPage(event: Sender, windows: ReadonlyMap<number, unknown>): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && frame.origin === pageOrigin && windows.has(event.sender.id);
}

/**
 * The only place that listens to `ipcMain`: checks who speaks, then hands the message to the page's session.
 * A session lives as long as one document: reload, crash and close end it and close its streams.
 */
export class ElectronGate {
  readonly #bus: CommandBus;
  readonly #windows = new Map<number, PageSession>();

  /** `onRefused` hears of messages from anything that is not our page; they get no answer. */
  constructor(ipcMain: MessageSource, bus: CommandBus, onRefused: (what: string) => void) {
    this.#bus = bus;
    ipcMain.on(channel, (event, message) => {
      if (isOurPage(event, this.#windows)) this.#windows.get(event.sender.id)?.receive(message);
      else onRefused(`message from ${event.senderFrame?.origin ?? 'a frame that is gone'}`);
    });
  }

  /** Lets the page of a window in. */
  register(contents: PageContents): void {
    const id = contents.id;
    const start = () => {
      this.#windows.get(id)?.close();
      const session = new PageSession(this.#bus, (message) => {
        if (!contents.isDestroyed()) contents.send(channel, message);
      });
      this.#windows.set(id, session);
    };
    start();
    // Fires when a new document has replaced the page, not for history.pushState. Messages travel on an interface that is
    // associated with the frame's navigation, so none of the new document arrives before this.
    contents.on('did-navigate', start);
    contents.on('render-process-gone', start);
    contents.on('destroyed', () => {
      this.#windows.get(id)?.close();
      this.#windows.delete(id);
    });
  }

  /** Ends every session: nothing is sent to any page any more. */
  close(): void {
    for (const session of this.#windows.values()) session.close();
    this.#windows.clear();
  }
}
