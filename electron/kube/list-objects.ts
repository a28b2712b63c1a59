import type { ResourceRef } from '../../shared/resource.ts';
import { isObject } from './json-fields.ts';
import { readJson } from './read-json.ts';
import { RequestFailure } from './request-failure.ts';
import { listPath } from './resource-path.ts';
import type { Transport } from './transport.ts';

/** Objects per page, as kubectl asks (`--chunk-size`). */
const pageSize = 500;

/** Narrows a list, as in the API's query; empty = not at all. */
export interface ListSelectors {
  readonly fieldSelector: string;
  readonly labelSelector: string;
}

/**
 * Lists whole objects once, page after page, for questions about a few of them; what is shown and kept is read by list-watch.ts. An empty namespace
 * means all. Pages that expire on the way (410) are asked for again at once, all together. Rejects with RequestFailure.
 */
export async function listObjects(
  transport: Transport,
  ref: ResourceRef,
  namespace: string,
  selectors: ListSelectors,
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(selectors)) if (value !== '') query.set(name, value);
  const page = (more: Record<string, string>) =>
    readPage(transport, listPath(ref, namespace), new URLSearchParams([...query, ...Object.entries(more)]), signal);
  const first = await page({ limit: String(pageSize) });
  const items = [...first.items];
  let next = first.next;
  try {
    while (next !== '') {
      const further: ObjectsPage = await page({ limit: String(pageSize), continue: next });
      items.push(...further.items);
      next = further.next;
    }
  } catch (thrown) {
    const expired = thrown instanceof RequestFailure && thrown.error.kind === 'status' && thrown.error.code === 410;
    if (!expired) throw thrown;
    return (await page({})).items;
  }
  return items;
}

interface ObjectsPage {
  readonly items: readonly unknown[];
  /** The continue token; empty on the last page. */
  readonly next: string;
}

async function readPage(transport: Transport, path: string, query: URLSearchParams, signal: AbortSignal): Promise<ObjectsPage> {
  const answer = await readJson(transport, { path: `${path}?${query}`, purpose: 'call', signal });
  const list = isObject(answer) ? answer : {};
  // Go's empty slice may be null; without the field it is no list, and must not pass for an empty one.
  if (list.items !== null && !Array.isArray(list.items)) {
    const detail = `${transport.host} answered a list of ${path} with ${typeof list.kind === 'string' ? `a ${list.kind.slice(0, 60)}` : 'something else'}`;
    throw new RequestFailure({ kind: 'invalid-answer', contentType: 'application/json', detail });
  }
  const next = isObject(list.metadata) ? list.metadata.continue : '';
  return { items: list.items ?? [], next: typeof next === 'string' ? next : '' };
}
