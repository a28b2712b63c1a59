import type { Clock } from '../../../kube/clock.ts';
import type { FeedHandler } from '../../../kube/data-thread-host.ts';
import type { FeedRequest, ToFeed } from '../feed.ts';
import { LogFeed } from './log-feed.ts';

/**
 * The data thread's side of a log view: reads what the request says and posts `FromFeed` to the port, until the port is closed. The request
 * comes from the log thread, whose page's arguments the gate has parsed.
 */
export function readLogs(clock: Clock): FeedHandler {
  return (session, request, port) => {
    const feed = new LogFeed(session, request as FeedRequest, clock, (message, transfer) => port.postMessage(message, transfer));
    port.on('message', (message: ToFeed) => feed.take(message));
    port.on('close', () => feed.close());
    feed.start();
  };
}
