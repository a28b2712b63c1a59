import { type Freshness, staleAfterMs } from '../../shared/freshness.ts';
import type { ResourceRef } from '../../shared/resource.ts';

/** From the decision in the data thread to this reader, in ms, on a machine that also runs three control planes. */
const onItsWay = 3_000;

/** Whether bytes can come from a cluster. */
export interface Silence {
  /** ms since the epoch; null while they can. */
  readonly silentSince: number | null;
  /** The fault that is on. */
  readonly kind: string | null;
}

/** What of a table is looked at. */
export interface JudgedTable {
  readonly cluster: string;
  readonly resource: ResourceRef;
  readonly list: { readonly freshness: Freshness | null };
}

/** Watches for tables that still call themselves live though nothing could come through for longer than a minute. */
export class SilenceWatch {
  /** Silences that lasted long enough to be judged. */
  judged = 0;
  readonly lies: string[] = [];
  readonly #lastJudged = new Map<string, number>();
  readonly #told = new Set<string>();

  /** Looks now; to be called about once a second. A table lies at most once in a silence. */
  look(silences: ReadonlyMap<string, Silence>, tables: readonly JudgedTable[]): void {
    for (const [cluster, { silentSince, kind }] of silences) {
      if (silentSince === null || Date.now() - silentSince < staleAfterMs + onItsWay) continue;
      if (this.#lastJudged.get(cluster) !== silentSince) this.judged++;
      this.#lastJudged.set(cluster, silentSince);
      for (const { resource, list } of tables.filter((table) => table.cluster === cluster)) {
        const lie = `${cluster} ${resource.resource} ${silentSince}`;
        if (list.freshness?.state !== 'live' || this.#told.has(lie)) continue;
        this.#told.add(lie);
        const age = Math.round((Date.now() - list.freshness.lastByteAt) / 1000);
        this.lies.push(`${cluster} ${resource.resource} is live ${age} s after its last byte (${kind})`);
      }
    }
  }
}
