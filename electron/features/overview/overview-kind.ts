import type { SourceQuery } from '../../kube/list-source.ts';

/** One list that an overview is made from. */
export interface OverviewKind {
  /** Resource and group, as `resourceKey` makes it: what `ClusterOverview.sources` calls it. */
  readonly key: string;
  readonly query: SourceQuery;
  /** Not every cluster serves it: that it is not served says nothing. */
  readonly optional?: true;
}

/** Everything of a kind, in all namespaces. */
export function everything(ref: SourceQuery['ref'], projection?: SourceQuery['projection'], fieldSelector = ''): SourceQuery {
  return { ref, namespaces: null, fieldSelector, labelSelector: '', ...(projection === undefined ? {} : { projection }) };
}
