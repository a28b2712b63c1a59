import { type OverviewArguments, openOverview } from '../../../../electron/features/overview/open-overview.ts';
import { systemClock } from '../../../../electron/kube/clock.ts';
import type { Connection } from '../../../../electron/kube/connection.ts';
import { DataThreadHost } from '../../../../electron/kube/data-thread-host.ts';
import { projectionFor } from '../../../../electron/projections.ts';
import type { ClusterOverview } from '../../../../shared/overview.ts';

/** A data thread without a thread that serves overviews of one context, and the newest one. */
export class OverviewReader {
  readonly host: DataThreadHost;
  /** Null before the first. */
  newest: ClusterOverview | null = null;

  /** `serve` takes the place of what the app serves. */
  constructor(connection: Connection, serve = openOverview(systemClock)) {
    this.host = new DataThreadHost({
      clock: systemClock,
      userAgent: 'timonier/test',
      projectionFor,
      calls: {},
      streams: { 'overview.watch': serve },
      post: (message) => {
        if (message.type !== 'event') return;
        const event = JSON.parse(message.event) as { readonly type: string; readonly items?: ClusterOverview };
        if (event.type === 'items' && event.items !== undefined) this.newest = event.items;
        this.host.receive({ type: 'credit', id: 1, count: 1 });
      },
    });
    this.host.receive({ type: 'connect', connection, namespaces: [] });
    const args: { readonly contextId: string } & OverviewArguments = { contextId: connection.contextId, kubeconfig: {} };
    this.host.receive({ type: 'open', id: 1, channel: 'overview.watch', args });
  }

  stop(): void {
    this.host.receive({ type: 'close', id: 1 });
  }
}
