import { parseArgs } from 'node:util';
import type { KubeObject } from '../../electron/kube/projection.ts';
import { columnsOfTable, rowOfTableRow, type TableColumnDefinition, type TableRow } from '../../electron/kube/table-projection.ts';
import { projectionFor } from '../../electron/projections.ts';
import { kindDefinitionOf, kindDefinitions } from '../../shared/kinds/kind-definitions.ts';
import { type ResourceRef, resourceKey } from '../../shared/resource.ts';
import type { Column, Row } from '../../shared/row.ts';
import { compareAccess, fillAccess } from './access/compare-access.ts';
import { type Comparison, compareKind, headersOf } from './compare-kind.ts';
import { compareDrains } from './drain/compare-drains.ts';
import { compareEvictions, fillBudgets } from './drain/compare-evictions.ts';
import { compareRoom, fillRoom } from './drain/compare-room.ts';
import { drainPods } from './drain/drain-manifests.ts';
import { fillDrains } from './drain/fill-drains.ts';
import { fill } from './fill.ts';
import { type Api, type Kubectl, kubectl, onlyContext, openApi } from './kubectl.ts';
import { compareNodeEdits } from './nodes/compare-node-edits.ts';
import { parseKubectlTable } from './parse-kubectl-table.ts';
import { transportTo } from './transport-to.ts';
import { compareUsage } from './usage/compare-usage.ts';
import { fillUsage } from './usage/fill-usage.ts';

/*
 * node test/fidelity/fidelity.ts --kubeconfig FILE --kubectl "BIN kubectl" [--context NAME] [--no-fill] [--drain-kubeconfig FILE] [--room-kubeconfig FILE] [--usage-kubeconfig FILE] [--verbose]
 *
 * Fills a disposable cluster with varied objects (nothing is cleaned up), then compares every cell of every kind that it lists
 * with `kubectl get KIND -A -o wide`: hand-written kinds projected from JSON, all others from the server's Table.
 * With `--drain-kubeconfig`, of a cluster without controllers but those of ServiceAccounts and disruption, drain plans are compared as well: verdicts, warnings and
 * refusals with `kubectl drain --dry-run=client`, budgets with what evictions are answered;
 * cordons, taints and labels with what kubectl does to a node that is the same. With `--room-kubeconfig`, of a cluster with a scheduler and no other
 * controller but that of ServiceAccounts, what nodes take is compared with what kube-scheduler says.
 * With `--usage-kubeconfig`, of a cluster with metrics-server, numbers are compared with `kubectl top`.
 * Access matrices of made-up teams are compared with what an administrator asks about them, and with `kubectl auth can-i`.
 * Last line: `compared N, differences M` (N = cells); exit code 1 when M is not 0 or too little was there to be compared.
 */

/** Table kinds with rows that must have been compared for the figure to mean something. */
const leastTableKinds = 20;
const tableAccept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
/** Readings of a kind that changes while it is read, before giving up. */
const mostAttempts = 20;
/** componentstatuses is deprecated, not stored, and its messages are those of a connection made anew by each request. */
const leftOut: ReadonlySet<string> = new Set(['componentstatuses']);

interface ListedResource extends ResourceRef {
  readonly namespaced: boolean;
}

/** One reading of a kind: rows, and what tells whether it changed since. */
interface Reading {
  readonly nameColumn: 'first' | 'last-wide';
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly versions: string;
}

async function listResources(api: Api): Promise<readonly ListedResource[]> {
  const groupVersions = ['v1'];
  const groups = (await api.get('/apis')) as { groups: { preferredVersion: { groupVersion: string } }[] };
  for (const { preferredVersion } of groups.groups) groupVersions.push(preferredVersion.groupVersion);
  const found: ListedResource[] = [];
  for (const groupVersion of groupVersions) {
    const [version = '', group = ''] = groupVersion.split('/').reverse();
    const list = (await api.get(rootOf(group, version))) as { resources: { name: string; namespaced: boolean; verbs: string[] }[] };
    for (const { name, namespaced, verbs } of list.resources) {
      if (verbs.includes('list') && !leftOut.has(name)) found.push({ group, version, resource: name, namespaced });
    }
  }
  return found;
}

function rootOf(group: string, version: string): string {
  return group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
}

async function read(api: Api, resource: ListedResource): Promise<Reading> {
  const path = `${rootOf(resource.group, resource.version)}/${resource.resource}`;
  const projection = projectionFor(resource);
  if (projection !== null) {
    const list = (await api.get(path)) as { items: KubeObject[] };
    const versions = list.items.map((item) => `${item.metadata?.uid} ${item.metadata?.resourceVersion}`);
    return {
      nameColumn: kindDefinitionOf(resource)?.nameColumn ?? 'first',
      columns: projection.columns,
      rows: list.items.map((item) => projection.project(item)),
      versions: versions.join(),
    };
  }
  const table = (await api.get(`${path}?includeObject=Metadata`, tableAccept)) as {
    columnDefinitions: TableColumnDefinition[];
    rows: TableRow[] | null;
  };
  const columns = columnsOfTable(table.columnDefinitions);
  // An empty Table has `rows: null`.
  const tableRows = table.rows ?? [];
  // What is not stored (metrics) has no version: there the cells tell whether it changed.
  const versions = tableRows.map(
    (row) => `${row.object?.metadata?.uid} ${row.object?.metadata?.resourceVersion ?? JSON.stringify(row.cells)}`,
  );
  const nameColumn = table.columnDefinitions[0]?.format === 'name' ? 'first' : 'last-wide';
  return { nameColumn, columns, rows: tableRows.map((row) => rowOfTableRow(columns, row)), versions: versions.join() };
}

/** Reads, lets kubectl print, reads again, until nothing changed meanwhile; null for a kind without objects. */
async function compareResource(judge: Kubectl, api: Api, resource: ListedResource): Promise<Comparison | null> {
  const kubectlName = `${resource.resource}.${resource.version}.${resource.group}`;
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const startedAt = Date.now();
    const before = await read(api, resource);
    const text = await kubectl(judge, ['get', kubectlName, '-A', '-o', 'wide', '--chunk-size=0']);
    const after = await read(api, resource);
    const endedAt = Date.now();
    if (before.versions !== after.versions) continue;
    if (before.rows.length === 0 && text === '') return null;
    const ours = {
      namespaced: resource.namespaced,
      nameColumn: before.nameColumn,
      columns: before.columns,
      before: before.rows,
      after: after.rows,
      startedAt,
      endedAt,
    };
    const comparison = compareKind(ours, parseKubectlTable(text));
    const narrow = await compareNarrowHeaders(judge, kubectlName, ours);
    return { cells: comparison.cells, differences: [...comparison.differences, ...narrow] };
  }
  return { cells: 0, differences: [`changed during each of ${mostAttempts} readings`] };
}

/** Without `-o wide` only priority 0 is there: the rest of the header must be ours to hide. */
async function compareNarrowHeaders(
  judge: Kubectl,
  kubectlName: string,
  ours: { readonly namespaced: boolean; readonly nameColumn: 'first' | 'last-wide'; readonly columns: readonly Column[] },
): Promise<readonly string[]> {
  const text = await kubectl(judge, ['get', kubectlName, '-A', '--chunk-size=0']);
  const theirs = parseKubectlTable(text).columns;
  const narrow = headersOf({ ...ours, columns: ours.columns.filter((column) => column.priority === 0) });
  const expected = ours.nameColumn === 'first' ? narrow : narrow.filter((name) => name !== 'NAME');
  return expected.join('|') === theirs.join('|') ? [] : [`narrow headers: ours ${expected.join('|')} kubectl ${theirs.join('|')}`];
}

/** Fills the cluster for drains and compares the plans of its nodes. */
async function compareDrainPlans(judge: Kubectl): Promise<Comparison> {
  const api = await openApi(judge);
  try {
    await fillDrains(api);
    const drains = await compareDrains(judge, api);
    console.log(`drain: ${drains.cells} verdicts and lines of ${drainPods.length} pods in ${drains.combinations} combinations of switches`);
    await fillBudgets(api);
    const evictions = await compareEvictions(api);
    console.log(`drain: ${evictions.cells} answers to evictions`);
    const edits = await compareNodeEdits(judge, api);
    console.log(`nodes: ${edits.cells} messages, labels, taints and marks after writes`);
    const all = [drains, evictions, edits];
    return { cells: all.reduce((sum, { cells }) => sum + cells, 0), differences: all.flatMap(({ differences }) => differences) };
  } finally {
    api.close();
  }
}

/** Fills the cluster for the room on other nodes and compares it with the scheduler's decisions. */
async function compareRoomOnNodes(judge: Kubectl): Promise<Comparison> {
  const api = await openApi(judge);
  try {
    await fillRoom(api);
    const room = await compareRoom(api);
    console.log(`drain: room for ${room.cells} pods, of which the scheduler placed ${room.scheduled}`);
    return room;
  } finally {
    api.close();
  }
}

/** Fills the cluster with pods of known usage and compares it with kubectl top. */
async function compareUsageOfAll(judge: Kubectl): Promise<Comparison> {
  const api = await openApi(judge);
  const transport = transportTo(api);
  try {
    await fillUsage(judge);
    const usage = await compareUsage(judge, api, transport);
    console.log(`usage: ${usage.cells} names and numbers of nodes, pods and containers`);
    return usage;
  } finally {
    transport.close();
    api.close();
  }
}

/** `BIN kubectl` of a multi-call binary, or a program by itself; either may have blanks in its path. */
function commandOf(text: string): readonly string[] {
  const program = /^(.*\S)\s+kubectl$/.exec(text)?.[1];
  return program === undefined ? [text] : [program, 'kubectl'];
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      kubeconfig: { type: 'string' },
      context: { type: 'string' },
      kubectl: { type: 'string', default: 'kubectl' },
      'no-fill': { type: 'boolean' },
      'drain-kubeconfig': { type: 'string' },
      'room-kubeconfig': { type: 'string' },
      'usage-kubeconfig': { type: 'string' },
      verbose: { type: 'boolean' },
    },
  });
  if (values.kubeconfig === undefined) {
    console.error(
      'usage: node test/fidelity/fidelity.ts --kubeconfig FILE [--kubectl "BIN kubectl"] [--context NAME] [--no-fill] [--verbose]',
    );
    return 2;
  }
  const command = commandOf(values.kubectl);
  const context = values.context ?? (await onlyContext(command, values.kubeconfig));
  const judge: Kubectl = { command, kubeconfig: values.kubeconfig, context };
  const api = await openApi(judge);
  try {
    if (values['no-fill'] !== true) await fill(judge, api);
    let cells = 0;
    let differences = 0;
    for (const [kubeconfig, compare] of [
      [values['drain-kubeconfig'], compareDrainPlans],
      [values['room-kubeconfig'], compareRoomOnNodes],
      [values['usage-kubeconfig'], compareUsageOfAll],
    ] as const) {
      if (kubeconfig === undefined) continue;
      const comparison = await compare({ command, kubeconfig, context: await onlyContext(command, kubeconfig) });
      cells += comparison.cells;
      differences += comparison.differences.length;
      for (const difference of comparison.differences) console.log(difference);
    }
    let ownKinds = 0;
    let tableKinds = 0;
    for (const resource of await listResources(api)) {
      const comparison = await compareResource(judge, api, resource);
      if (comparison === null) continue;
      if (projectionFor(resource) === null) tableKinds++;
      else ownKinds++;
      cells += comparison.cells;
      differences += comparison.differences.length;
      if (values.verbose === true) console.log(`${resourceKey(resource)}: ${comparison.cells} cells`);
      for (const difference of comparison.differences) console.log(`${resourceKey(resource)} ${difference}`);
    }
    if (values['no-fill'] !== true) await fillAccess(api);
    const access = await compareAccess(judge, api);
    console.log(`access: ${access.cells} answers`);
    cells += access.cells;
    differences += access.differences.length;
    for (const difference of access.differences) console.log(difference);
    console.log(`${ownKinds} kinds with their own projection, ${tableKinds} through the server's Table`);
    const enough = ownKinds === kindDefinitions.length && tableKinds >= leastTableKinds;
    if (!enough) console.log(`too few kinds had objects: ${kindDefinitions.length} and at least ${leastTableKinds} are needed`);
    console.log(`compared ${cells}, differences ${differences}`);
    return differences === 0 && enough ? 0 : 1;
  } finally {
    api.close();
  }
}

process.exitCode = await main();
