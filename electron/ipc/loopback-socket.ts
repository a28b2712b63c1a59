import type { RawData, WebSocket } from 'ws';
import { encodeMainMessage } from '../../shared/wire.ts';
import type { CommandBus } from './command-bus.ts';
import { PageSession } from './page-session.ts';

/** What a page's WebSocket is served with. */
export interface LoopbackSocketOptions {
  readonly bus: CommandBus;
  /** Counts as use of the browser session; false when it is over. */
  readonly use: () => boolean;
  readonly onSessionEnd: (listener: () => void) => () => void;
}

/** A page that lets this much pile up, in bytes, has stopped reading: streams are bounded by credit, answers to calls are not. */
const maxBufferedBytes = 64 * 1024 * 1024;

/** Close codes of RFC 6455, 7.4.1. */
const policyViolation = 1008;
const unsupportedData = 1003;

/** Serves one page over its WebSocket until either side goes; then everything it had open is closed. */
export function serveSocket(socket: WebSocket, options: LoopbackSocketOptions): void {
  const page = new PageSession(options.bus, (message) => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > maxBufferedBytes) socket.terminate();
    else socket.send(encodeMainMessage(message));
  });
  const forget = options.onSessionEnd(() => {
    page.close();
    socket.close(policyViolation, 'logged out');
  });
  socket.on('message', (data: RawData, isBinary: boolean) => {
    const message = isBinary ? undefined : parseFrame(data);
    if (message === undefined) socket.close(unsupportedData, 'JSON text only');
    else if (options.use()) page.receive(message);
    else socket.close(policyViolation, 'logged out');
  });
  // ws closes the socket itself after an error; the close event follows.
  socket.on('error', () => page.close());
  socket.on('close', () => {
    forget();
    page.close();
  });
}

function parseFrame(data: RawData): unknown {
  try {
    return JSON.parse(data.toString());
  } catch {
    // undefined is not a JSON value: the caller closes the socket
    return undefined;
  }
}
