import { asContextId, type ContextId } from '../../shared/context-id.ts';
import { type DrainOptions, drainOptionsSchema } from '../../shared/drain.ts';
import { type DrainPace, drainPaceSchema } from '../../shared/drain-run.ts';

/** Nodes of one context, in the order in which they are drained. */
export interface DrainTarget {
  readonly contextId: ContextId;
  readonly nodes: readonly string[];
}

/** All that the page about a drain is asked for. */
export interface DrainRequest {
  readonly targets: readonly DrainTarget[];
  readonly options: DrainOptions;
  readonly pace: DrainPace;
}

/**
 * Where the page starts: kubectl's defaults, but that pods of DaemonSets are left alone. Without that nearly every node of every cluster is
 * refused, and nobody wants them evicted: their controller would put them back at once.
 */
export const firstOptions: DrainOptions = { ...drainOptionsSchema.parse({}), ignoreDaemonSets: true };
/** As the schema says: one node after the other, and a failure stops. */
export const firstPace: DrainPace = drainPaceSchema.parse({});

/** What the address calls each option: kubectl's flag, where there is one. */
const optionNames = {
  gracePeriodSeconds: 'grace-period',
  timeoutSeconds: 'timeout',
  force: 'force',
  ignoreDaemonSets: 'ignore-daemonsets',
  deleteEmptyDirData: 'delete-emptydir-data',
  podSelector: 'pod-selector',
  disableEviction: 'disable-eviction',
  skipWaitForDeleteTimeoutSeconds: 'skip-wait-for-delete-timeout',
} as const satisfies Record<keyof DrainOptions, string>;
const paceNames = {
  nodesAtOnce: 'nodes-at-once',
  waitUntilReady: 'wait-until-ready',
  stopOnFailure: 'stop-on-failure',
} as const satisfies Record<keyof DrainPace, string>;

/** Where the page about draining these nodes is: its address says all of it, so that a reload or the way back shows the same. */
export function drainPathOf(
  targets: readonly DrainTarget[],
  options: DrainOptions = firstOptions,
  pace: DrainPace = firstPace,
  search = '',
): string {
  const params = new URLSearchParams(search);
  for (const name of ['node', ...Object.values(optionNames), ...Object.values(paceNames)]) params.delete(name);
  // The scope of the page is what is drained: clusters that have nothing to do with it are not shown beside it.
  if (!params.has('c')) for (const contextId of new Set(targets.map((target) => target.contextId))) params.append('c', contextId);
  // Once for each context: the browser shell refuses requests whose head is longer than 16 kB, and a reload sends the address.
  for (const { contextId, nodes } of targets) params.append('node', `${contextId}\n${nodes.join(' ')}`);
  put(params, optionNames, options, firstOptions);
  put(params, paceNames, pace, firstPace);
  return `/drain?${params}`;
}

/** Only what differs from where the page starts: most addresses are short. */
function put<Values extends object>(params: URLSearchParams, names: Record<keyof Values, string>, values: Values, first: Values): void {
  for (const key of Object.keys(names) as (keyof Values)[]) if (values[key] !== first[key]) params.set(names[key], String(values[key]));
}

/** What the query of a drain page asks for. Values that no such option can have are left out, as if they were not there. */
export function parseDrainRequest(search: string): DrainRequest {
  const params = new URLSearchParams(search);
  return {
    targets: parseDrainTargets(search),
    options: { ...firstOptions, ...take(params, optionNames, firstOptions, drainOptionsSchema.partial()) },
    pace: { ...firstPace, ...take(params, paceNames, firstPace, drainPaceSchema.partial()) },
  };
}

function take<Values extends object>(
  params: URLSearchParams,
  names: Record<keyof Values, string>,
  first: Values,
  schema: { safeParse(value: unknown): { success: true; data: object } | { success: false } },
): Partial<Values> {
  const found: Partial<Values> = {};
  for (const key of Object.keys(names) as (keyof Values)[]) {
    const text = params.get(names[key]);
    if (text === null) continue;
    const value = typeof first[key] === 'number' ? numberOf(text) : typeof first[key] === 'boolean' ? booleanOf(text) : text;
    if (value !== undefined && schema.safeParse({ [key]: value }).success) found[key] = value as Values[typeof key];
  }
  return found;
}

function numberOf(text: string): number | undefined {
  return /^-?\d+$/.test(text) ? Number(text) : undefined;
}

function booleanOf(text: string): boolean | undefined {
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

/** The nodes that the query of a drain page names, each once, by context; what is not a context and a node is left out. */
export function parseDrainTargets(search: string): readonly DrainTarget[] {
  const found = new Map<ContextId, Set<string>>();
  for (const value of new URLSearchParams(search).getAll('node')) {
    const cut = value.lastIndexOf('\n');
    if (cut < 1 || cut === value.length - 1) continue;
    const contextId = asContextId(value.slice(0, cut));
    const nodes = found.get(contextId) ?? new Set();
    for (const node of value.slice(cut + 1).split(' ')) if (node !== '') nodes.add(node);
    found.set(contextId, nodes);
  }
  return [...found].flatMap(([contextId, nodes]) => (nodes.size === 0 ? [] : [{ contextId, nodes: [...nodes] }]));
}

/** Where the list of all drains is. */
export const drainRunsPath = '/drain/runs';

/** Where one drain is watched. */
export const drainRunPath = '/drain/run';

/** Address of the page of one drain, with its contexts as the scope of what is opened from there. */
export function pathOfRun(run: string, contextIds: readonly ContextId[] = []): string {
  const params = new URLSearchParams({ run });
  for (const id of contextIds) params.append('c', id);
  return `${drainRunPath}?${params}`;
}

/** Where the journal is. */
export const journalPath = '/journal';

/** Address of the journal, of one drain alone. */
export function journalPathOfRun(run: string): string {
  return `${journalPath}?${new URLSearchParams({ run })}`;
}
