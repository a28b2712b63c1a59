import type { Clock } from '../../../kube/clock.ts';
import type { FeedHandler } from '../../../kube/data-thread-host.ts';
import { Slots } from '../../../kube/slots.ts';
import type { FeedRequest, ToFeed } from '../feed.ts';
import { mostOpenLogs } from '../follow/held-place.ts';
import type { PostToFeed } from './feed-writer.ts';
import { LogFeed } from './log-feed.ts';

/**
 * The data thread's side of a log view: reads what the request says and posts `FromFeed` to the port, until the port is closed. The request
 * comes from the log thread, whose page's arguments the gate has parsed. It has at most `mostOpen` logs open at once.
 */
export function readLogs(clock: Clock, mostOpen = mostOpenLogs): FeedHandler {
  return (session, request, port) => {
    const post: PostToFeed = (message, transfer) => port.postMessage(message, transfer);
    const feed = new LogFeed(session, request as FeedRequest, { clock, places: new Slots(mostOpen), post });
    port.on('message', (message: ToFeed) => feed.take(message));
    port.on('close', () => feed.close());
    feed.start();
  };
}
