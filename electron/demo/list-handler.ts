import type { ClusterState, Snapshot } from './cluster-state.ts';
import type { Exchange } from './exchange.ts';
import type { RequestTarget } from './request-target.ts';
import type { Selector } from './selectors.ts';
import { parseFieldSelector, parseLabelSelector } from './selectors.ts';
import { badRequest, expired, StatusError, tooLargeResourceVersion } from './status-error.ts';
import type { StoredObject } from './stored-object.ts';
import type { IncludeObject } from './table-document.ts';
import { columnDefinitionsText, partialMetadataText, tableRowText, tableText } from './table-document.ts';

/** How the client wants objects: as they are, as a Table, or as metadata only. */
export interface Representation {
  readonly form: 'object' | 'table' | 'metadata';
  readonly include: IncludeObject;
}

/** Reads `Accept` and `includeObject`. JSON is all this server writes: protobuf or CBOR alone is answered 406, as by a custom resource. */
export function representationOf(exchange: Exchange): Representation {
  const include = exchange.query.get('includeObject') ?? 'Metadata';
  if (include !== 'None' && include !== 'Metadata' && include !== 'Object')
    throw badRequest(`unsupported includeObject value: "${include}"`);
  const accept = exchange.header('accept') || '*/*';
  for (const part of accept.split(',')) {
    const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim());
    if (type !== 'application/json' && type !== '*/*' && type !== 'application/*') continue;
    const as = parameters.find((parameter) => parameter.startsWith('as='))?.slice(3);
    const version = parameters.find((parameter) => parameter.startsWith('v='))?.slice(2);
    if (as === undefined) return { form: 'object', include };
    if (version !== undefined && version !== 'v1') continue;
    if (as === 'Table') return { form: 'table', include };
    if (as === 'PartialObjectMetadataList' || as === 'PartialObjectMetadata') return { form: 'metadata', include };
  }
  throw new StatusError(
    406,
    'NotAcceptable',
    '406: Not Acceptable\n\nAvailable representations: application/json, application/json;stream=watch',
  );
}

/** Namespace, label and field selectors of a request in one test. */
export function selectorOf(exchange: Exchange, target: RequestTarget): Selector {
  const tests: Selector[] = [];
  if (target.namespace !== '') tests.push((object) => object.metadata.namespace === target.namespace);
  if (target.name !== '') tests.push((object) => object.metadata.name === target.name);
  const labels = exchange.query.get('labelSelector');
  if (labels) tests.push(parseLabelSelector(labels));
  const fields = exchange.query.get('fieldSelector');
  if (fields) tests.push(parseFieldSelector(target.resource.key, fields));
  return tests.length === 0 ? () => true : (object) => tests.every((test) => test(object));
}

/** The resourceVersion parameter: null when absent. */
export function resourceVersionOf(exchange: Exchange): number | null {
  const text = exchange.query.get('resourceVersion');
  if (text === null || text === '') return null;
  if (!/^\d+$/.test(text))
    throw badRequest(
      `invalid resource version: resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  return Number(text);
}

interface ContinueToken {
  readonly v: 'meta.k8s.io/v1';
  readonly rv: number;
  readonly start: string;
}

const encodeToken = (token: ContinueToken): string => Buffer.from(JSON.stringify(token)).toString('base64url');
const keyOf = (stored: StoredObject): string =>
  `/${stored.object.metadata.namespace === undefined ? '' : `${stored.object.metadata.namespace}/`}${stored.object.metadata.name}\u0000`;

function decodeToken(text: string): ContinueToken {
  try {
    const token: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (typeof token === 'object' && token !== null && 'rv' in token && 'start' in token) return token as ContinueToken;
  } catch {
    // Reported below: a token that is no JSON and one that lacks its fields are the same mistake.
  }
  throw badRequest('invalid continue token: continue key is not valid');
}

const EXPIRED_CONTINUE =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

function snapshotFor(state: ClusterState, exchange: Exchange, key: string, token: ContinueToken | null): Snapshot {
  if (token) {
    if (token.rv < 0) return state.snapshot(key);
    const snapshot = state.snapshotAt(key, token.rv);
    if (snapshot) return snapshot;
    const fresh = new StatusError(410, 'Expired', EXPIRED_CONTINUE);
    // The body carries a token that goes on without consistency (etcd3 store.go, handleExpiredContinue).
    throw Object.assign(fresh, { continueToken: encodeToken({ ...token, rv: -1 }) });
  }
  const wanted = resourceVersionOf(exchange);
  if (wanted !== null && wanted > state.resourceVersion) throw tooLargeResourceVersion(wanted, state.resourceVersion);
  if (wanted !== null && exchange.query.get('resourceVersionMatch') === 'Exact') {
    const snapshot = state.snapshotAt(key, wanted);
    if (!snapshot) throw expired(`The resourceVersion for the provided list is too old.`);
    return snapshot;
  }
  return state.snapshot(key);
}

function firstAtOrAfter(items: readonly StoredObject[], start: string): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item && keyOf(item) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Answers a list: limit and continue over a consistent snapshot, selectors, the three representations. */
export function handleList(exchange: Exchange, state: ClusterState, target: RequestTarget): void {
  const { resource } = target;
  const { form, include } = representationOf(exchange);
  const wanted = selectorOf(exchange, target);
  const continueText = exchange.query.get('continue');
  const token = continueText ? decodeToken(continueText) : null;
  const snapshot = snapshotFor(state, exchange, resource.key, token);
  const limit = Number(exchange.query.get('limit') ?? 0);
  const from = token ? firstAtOrAfter(snapshot.items, token.start) : 0;
  const matching = snapshot.items.slice(from).filter((stored) => wanted(stored.object));
  const page = limit > 0 ? matching.slice(0, limit) : matching;
  const last = page.at(-1);
  const left = matching.length - page.length;
  const selects = Boolean(exchange.query.get('labelSelector') || exchange.query.get('fieldSelector'));
  const metadata = {
    resourceVersion: String(snapshot.resourceVersion),
    // One past the last key, as the real server does; the remaining count is only known without selectors.
    ...(left > 0 && last
      ? {
          continue: encodeToken({
            v: 'meta.k8s.io/v1',
            rv: token && token.rv < 0 ? -1 : snapshot.resourceVersion,
            start: `${keyOf(last)}\u0000`,
          }),
        }
      : {}),
    ...(left > 0 && !selects ? { remainingItemCount: left } : {}),
  };
  if (form === 'table') {
    const now = state.now();
    const rows = page.map((stored) => tableRowText(resource, stored, include, now));
    exchange.json(200, tableText(metadata, columnDefinitionsText(resource), rows));
    return;
  }
  const apiVersion =
    form === 'metadata' ? 'meta.k8s.io/v1' : resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
  const kind = form === 'metadata' ? 'PartialObjectMetadataList' : `${resource.kind}List`;
  const items = page.map((stored) =>
    form === 'metadata' ? partialMetadataText(stored.object) : resource.custom ? stored.text : stored.itemText,
  );
  exchange.json(200, `{"kind":"${kind}","apiVersion":"${apiVersion}","metadata":${JSON.stringify(metadata)},"items":[${items.join(',')}]}`);
}
