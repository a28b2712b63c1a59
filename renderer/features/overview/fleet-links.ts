import type { ContextId } from '../../../shared/context-id.ts';
import { problemsPath } from '../../state/fleet-path.ts';

/** What a table is opened with beside its cluster. */
export interface TableView {
  /** Text of its filter. */
  readonly filter?: string;
  /** Only rows that need a look. */
  readonly problems?: boolean;
  readonly namespace?: string;
}

/** Address of the table of a kind (`pods`, `deployments.apps`) in one cluster. */
export function pathOfTable(
  contextId: ContextId,
  kindKey: string,
  { filter = '', problems = false, namespace = '' }: TableView = {},
): string {
  const params = new URLSearchParams({ c: contextId });
  if (namespace !== '') params.set('ns', namespace);
  if (filter !== '') params.set('f', filter);
  if (problems) params.set('p', '1');
  return `/r/${encodeURIComponent(kindKey)}?${params}`;
}

/** Address of the problems of one cluster. */
export function pathOfProblems(contextId: ContextId): string {
  return `${problemsPath}?${new URLSearchParams({ c: contextId })}`;
}
