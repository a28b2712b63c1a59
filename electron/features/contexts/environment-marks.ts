import type { ContextId } from '../../../shared/context-id.ts';
import { type ContextSettings, settingsOf } from '../../../shared/settings.ts';
import type { ContextsSettings } from './connection-keeper.ts';

/**
 * Keeps the user's environment marks with the cluster they were meant for. A mark is set on a context, and a context is only a
 * name in a file: when the file comes to point at another cluster, a mark that says "nothing is at stake" must not go along.
 */
export class EnvironmentMarks {
  private readonly settings: ContextsSettings;
  private readonly clusterUid: (id: ContextId) => string | null;
  private readonly known = new Map<ContextId, ContextSettings['environment']>();

  /** `clusterUid` answers what is known of a context's cluster right now. */
  constructor(settings: ContextsSettings, clusterUid: (id: ContextId) => string | null) {
    this.settings = settings;
    this.clusterUid = clusterUid;
    for (const [id, { environment }] of this.entries()) this.known.set(id, environment);
  }

  /** A mark that the user set just now is for the cluster of just now. */
  settingsChanged(): void {
    for (const [id, { environment }] of this.entries()) {
      if (this.known.get(id) === environment) continue;
      this.known.set(id, environment);
      this.remember(id, { clusterUid: this.clusterUid(id) ?? undefined });
    }
  }

  /** The cluster behind a context said who it is. */
  clusterSeen(id: ContextId, uid: string): void {
    const change = planMark(settingsOf(this.settings.get(), id), uid);
    if (change === null) return;
    if ('environment' in change) this.known.set(id, change.environment);
    this.remember(id, change);
  }

  private entries(): [ContextId, ContextSettings][] {
    return Object.entries(this.settings.get().contexts) as [ContextId, ContextSettings][];
  }

  private remember(id: ContextId, change: Partial<ContextSettings>): void {
    this.settings.change({ contexts: { [id]: change } });
  }
}

/**
 * What the settings of a context become when its cluster turns out to be `uid`; null = they stand. A mark without a cluster gets
 * this one; of another cluster's marks only the careful ones stay.
 */
export function planMark({ environment, clusterUid }: ContextSettings, uid: string): Partial<ContextSettings> | null {
  if (environment === undefined || clusterUid === uid) return null;
  const careless = environment === 'dev' || environment === 'staging';
  return clusterUid !== undefined && careless ? { environment: undefined, clusterUid: undefined } : { clusterUid: uid };
}
