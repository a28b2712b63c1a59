import type { ContextId } from '../../shared/context-id.ts';
import type { ResourceRef } from '../../shared/resource.ts';
import type { Health } from '../../shared/row.ts';

/** An object that some table on screen has loaded, as the palette finds it. */
export interface LoadedObject {
  readonly contextId: ContextId;
  readonly resource: ResourceRef;
  readonly kindLabel: string;
  readonly namespace: string;
  readonly name: string;
  readonly health: Health;
  /** ms since the epoch when the row is no longer live; null while it is. */
  readonly staleSince: number | null;
}

type Source = () => Iterable<LoadedObject>;

const sources = new Set<Source>();

/** Lets the palette find the objects of a list for as long as it is open. The source is only read while the palette searches. */
export function registerLoadedObjects(source: Source): () => void {
  sources.add(source);
  return () => {
    sources.delete(source);
  };
}

/** Every object of every open list; an object in two lists comes twice. */
export function* loadedObjects(): Iterable<LoadedObject> {
  for (const source of sources) yield* source();
}
