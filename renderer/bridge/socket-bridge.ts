import { decodeMainMessage } from '../../shared/wire.ts';
import type { Bridge } from './bridge.ts';
import { useConnection } from './connection.ts';
import { PageMessages } from './page-messages.ts';

/** First wait before a new attempt, in ms: short, because the usual cause is a laptop waking up or `npm start` run again. */
const firstRetryMs = 400;
/** Longest wait, in ms: the server is on this machine, so an attempt costs nothing. */
const longestRetryMs = 5_000;

/**
 * The bridge of the page in a browser: the token of the printed URL (`#t=`) becomes a session cookie, then one
 * WebSocket carries everything. When the socket breaks, waiting calls fail, and every stream is opened again on the
 * next one; `useConnection` tells the user meanwhile.
 */
export function createSocketBridge(): Bridge {
  let socket: WebSocket | null = null;
  let attempt = 0;
  // Until the socket is open, messages wait here: the first screen asks before the handshake is through.
  let waiting: string[] = [];

  const messages = new PageMessages((message) => {
    const text = JSON.stringify(message);
    if (socket?.readyState === WebSocket.OPEN) socket.send(text);
    else if (attempt === 0) waiting.push(text);
    else if (message.type === 'call') {
      queueMicrotask(() => messages.failCalls(lostError));
    }
  });

  const connect = () => {
    const next = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/socket`);
    let wasOpen = false;
    next.addEventListener('open', () => {
      wasOpen = true;
      socket = next;
      useConnection.setState({ state: 'open' }, true);
      if (attempt > 0) messages.reopenStreams();
      for (const text of waiting) next.send(text);
      waiting = [];
      attempt = 0;
    });
    next.addEventListener('message', (event) => {
      if (typeof event.data === 'string') messages.receive(decodeMainMessage(event.data));
    });
    next.addEventListener('close', () => {
      if (socket === next) socket = null;
      attempt++;
      waiting = [];
      messages.failCalls(lostError);
      void retry(wasOpen);
    });
  };

  const retry = async (wasOpen: boolean) => {
    if (!wasOpen && (await sessionIsRefused())) {
      useConnection.setState({ state: 'refused' }, true);
      return;
    }
    const delay = Math.min(firstRetryMs * 2 ** (attempt - 1), longestRetryMs);
    const before = useConnection.getState();
    const now = Date.now();
    useConnection.setState({ state: 'lost', since: before.state === 'lost' ? before.since : now, retryAt: now + delay }, true);
    setTimeout(connect, delay);
  };

  useConnection.setState({ state: 'connecting' }, true);
  void exchangeToken().then(connect);
  return messages;
}

const lostError = { kind: 'internal', message: 'The connection to Timonier was lost before the answer came.' } as const;

/** Trades the one-time token in the URL for the session cookie, and takes it out of the URL and the history. */
async function exchangeToken(): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get('t');
  if (token === null) return;
  history.replaceState(null, '', location.pathname + location.search);
  try {
    await fetch('/session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Timonier': '1' },
      body: JSON.stringify({ token }),
    });
  } catch {
    // No server, or it went away: the socket that is tried next fails the same way and shows it.
  }
}

/** A WebSocket does not tell a page why it was refused; asking over HTTP does. */
async function sessionIsRefused(): Promise<boolean> {
  try {
    const answer = await fetch('/session', { headers: { 'X-Timonier': '1' } });
    return answer.status === 401 || answer.status === 403;
  } catch {
    return false;
  }
}
