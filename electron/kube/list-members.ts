import type { ResourceRef } from '../../shared/resource.ts';
import { JsonListScanner, type ListScannerEvents } from './json-list-scanner.ts';
import type { Members } from './json-members.ts';
import type { ListSelectors } from './list-objects.ts';
import { ListWatch } from './list-watch.ts';
import { RequestFailure } from './request-failure.ts';
import type { RowDecoder } from './row-decoder.ts';
import type { Transport } from './transport.ts';
import { WatchDecoder } from './watch-decoder.ts';

/**
 * Lists objects once, with only these members of each: for questions about all objects of a kind, of which most bytes are never looked at. `factsOf` makes of each
 * what is kept. An empty namespace means all. The next page is on its way while one is read; pages that expire (410) are asked for again at
 * once, all together. Rejects with RequestFailure.
 */
export async function listMembers<Facts>(
  transport: Transport,
  ref: ResourceRef,
  namespace: string,
  selectors: ListSelectors,
  members: Members,
  factsOf: (object: unknown) => Facts,
  signal: AbortSignal,
): Promise<readonly Facts[]> {
  let facts: Facts[] = [];
  const decoder = new MembersDecoder(members, (object) => facts.push(factsOf(object)));
  const list = new ListWatch(transport, { ref, namespace, ...selectors }, decoder);
  const nothing = { onPage: () => undefined, onRow: () => undefined, onBytes: () => undefined };
  try {
    await list.list({ resourceVersion: '', paged: true, signal }, nothing);
  } catch (thrown) {
    const expired = thrown instanceof RequestFailure && thrown.error.kind === 'status' && thrown.error.code === 410;
    if (!expired) throw thrown;
    facts = [];
    await list.list({ resourceVersion: '', paged: false, signal }, nothing);
  }
  return facts;
}

/** Takes objects out of JSON lists, one at a time. It makes no rows. */
class MembersDecoder implements RowDecoder {
  readonly accept = 'application/json';
  readonly query = '';
  readonly itemsKey = 'items';
  readonly encoding = 'json';
  readonly fallback = null;
  readonly columns = [];
  readonly members: Members;
  readonly #take: (object: unknown) => void;

  constructor(members: Members, take: (object: unknown) => void) {
    this.members = members;
    this.#take = take;
  }

  listScanner(_contentType: string, events: ListScannerEvents): JsonListScanner {
    return new JsonListScanner(this.itemsKey, this.members, events);
  }

  watchReader(): WatchDecoder {
    return new WatchDecoder();
  }

  fallBack(): void {
    // There is nothing simpler than JSON.
  }

  reconnected(): void {
    // Asked for in the same way again.
  }

  head(): void {
    // Nothing of what surrounds the items is kept.
  }

  /** Go's empty slice may be null. */
  plainItems(envelope: { readonly items?: unknown }): readonly unknown[] | null {
    return envelope.items === null ? [] : null;
  }

  item(item: unknown): null {
    this.#take(item);
    return null;
  }

  watched(): null {
    return null;
  }
}
