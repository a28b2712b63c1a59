import type { ApiResource, Discovery } from '../../shared/resource.ts';
import { readJson } from './read-json.ts';
import { clusterErrorOf, RequestFailure } from './request-failure.ts';
import type { Transport } from './transport.ts';

/** KEP-3352: one request for `/api` and one for `/apis` instead of one per group; older servers answer with the plain lists. */
const aggregatedAccept =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';
/** Groups of an old server that are asked for at once. */
const groupsInFlight = 8;

type Json = Readonly<Record<string, unknown>>;
type FailedGroup = Discovery['failedGroups'][number];

/** One resource with all that hangs below it, as `log` below `pods`. */
export interface ServedResource extends ApiResource {
  readonly subresources: readonly { readonly name: string; readonly verbs: readonly string[] }[];
}

/** What a cluster serves, subresources included. */
export interface ServedResources {
  readonly resources: readonly ServedResource[];
  readonly failedGroups: readonly FailedGroup[];
}

/**
 * What a cluster serves, in each group's preferred version only (as `kubectl api-resources`). A group that fails is listed and
 * hides nothing else. Rejects with RequestFailure only when the server cannot be asked at all.
 */
export async function discover(transport: Transport, signal: AbortSignal): Promise<Discovery> {
  const { resources, failedGroups } = await discoverServed(transport, signal);
  return { resources: resources.map(({ subresources: _hidden, ...resource }) => resource), failedGroups };
}

/** As `discover`, with subresources. */
export async function discoverServed(transport: Transport, signal: AbortSignal): Promise<ServedResources> {
  const ask = (path: string) => readJson(transport, { path, purpose: 'call', accept: aggregatedAccept, signal });
  const [core, groups] = await Promise.all([ask('/api'), ask('/apis')]);
  const resources: ServedResource[] = [];
  const failedGroups: FailedGroup[] = [];
  for (const answer of [core, groups]) {
    if (field(answer, 'kind') === 'APIGroupDiscoveryList') readAggregated(answer, resources, failedGroups);
    else await readLegacy(transport, answer, signal, resources, failedGroups);
  }
  return { resources, failedGroups };
}

function readAggregated(answer: unknown, resources: ServedResource[], failedGroups: FailedGroup[]): void {
  for (const group of list(answer, 'items')) {
    const name = text(field(field(group, 'metadata'), 'name'));
    const seen = new Set<string>();
    for (const version of list(group, 'versions')) {
      const versionName = text(field(version, 'version'));
      if (field(version, 'freshness') === 'Stale') {
        failedGroups.push({ groupVersion: groupVersion(name, versionName), message: 'the API service behind this group does not answer' });
      }
      for (const resource of list(version, 'resources')) {
        const plural = text(field(resource, 'resource'));
        if (plural === '' || seen.has(plural)) continue;
        seen.add(plural);
        resources.push({
          group: name,
          version: versionName,
          resource: plural,
          kind: text(field(field(resource, 'responseKind'), 'kind')),
          singular: text(field(resource, 'singularResource')),
          shortNames: texts(resource, 'shortNames'),
          categories: texts(resource, 'categories'),
          namespaced: field(resource, 'scope') === 'Namespaced',
          verbs: texts(resource, 'verbs'),
          subresources: list(resource, 'subresources').map((one) => ({
            name: text(field(one, 'subresource')),
            verbs: texts(one, 'verbs'),
          })),
        });
      }
    }
  }
}

async function readLegacy(
  transport: Transport,
  answer: unknown,
  signal: AbortSignal,
  resources: ServedResource[],
  failedGroups: FailedGroup[],
): Promise<void> {
  const wanted: { readonly group: string; readonly version: string; readonly path: string }[] = [];
  if (field(answer, 'kind') === 'APIVersions') {
    for (const version of texts(answer, 'versions')) wanted.push({ group: '', version, path: `/api/${version}` });
  }
  for (const group of list(answer, 'groups')) {
    const name = text(field(group, 'name'));
    const version = text(field(field(group, 'preferredVersion'), 'version'));
    const others = list(group, 'versions').map((entry) => text(field(entry, 'version')));
    for (const each of new Set([version, ...others]))
      if (each !== '') wanted.push({ group: name, version: each, path: `/apis/${name}/${each}` });
  }
  const found = new Map<string, unknown>();
  for (let start = 0; start < wanted.length; start += groupsInFlight) {
    await Promise.all(
      wanted.slice(start, start + groupsInFlight).map(async ({ group, version, path }) => {
        try {
          found.set(path, await readJson(transport, { path, purpose: 'call', signal }));
        } catch (thrown) {
          if (!(thrown instanceof RequestFailure)) throw thrown;
          const error = clusterErrorOf(thrown);
          failedGroups.push({
            groupVersion: groupVersion(group, version),
            message: error.kind === 'status' ? error.message : thrown.message,
          });
        }
      }),
    );
  }
  const seen = new Set<string>();
  // In the order of preference, so that a resource is taken from the first version that has it.
  for (const { group, version, path } of wanted) {
    const served = list(found.get(path), 'resources');
    for (const resource of served) {
      const name = text(field(resource, 'name'));
      if (name === '' || name.includes('/') || seen.has(`${group}/${name}`)) continue;
      seen.add(`${group}/${name}`);
      resources.push({
        group,
        version,
        resource: name,
        kind: text(field(resource, 'kind')),
        singular: text(field(resource, 'singularName')),
        shortNames: texts(resource, 'shortNames'),
        categories: texts(resource, 'categories'),
        namespaced: field(resource, 'namespaced') === true,
        verbs: texts(resource, 'verbs'),
        subresources: served.flatMap((one) => {
          const below = text(field(one, 'name'));
          return below.startsWith(`${name}/`) ? [{ name: below.slice(name.length + 1), verbs: texts(one, 'verbs') }] : [];
        }),
      });
    }
  }
}

function groupVersion(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Json)[name] : undefined;
}

function list(value: unknown, name: string): readonly unknown[] {
  const found = field(value, name);
  return Array.isArray(found) ? found : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: unknown, name: string): readonly string[] {
  return list(value, name).filter((entry) => typeof entry === 'string');
}
