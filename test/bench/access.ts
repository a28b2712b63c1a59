import type { Connection } from '../../electron/kube/connection.ts';
import type { DataThreads } from '../../electron/kube/data-threads.ts';
import type { AccessAnswer, AccessCell, AccessRows, AccessSubjectAnswer, ImpliedAccess } from '../../shared/access.ts';
import type { Result } from '../../shared/cluster-error.ts';
import { contextIdOf } from '../../shared/context-id.ts';
import { startClusters } from '../cluster/clusters.ts';
import { connectionOf } from '../cluster/connection-of.ts';
import type { ControlPlane } from '../cluster/control-plane.ts';
import { scrollAccessGrid } from './access-in-page.ts';
import { agentOf, send } from './api-requests.ts';
import { dataThreadStarter } from './data-path.ts';
import { cpuSeconds } from './process-figures.ts';
import { reviewRaw } from './raw-reviews.ts';
import { type MeasuredFigure, median, report } from './report.ts';
import { startSlowLink } from './start-slow-link.ts';

/*
 * Access matrices of real API servers, asked through data threads as the page asks.
 * access-vs-raw: from connect to every cell confirmed, over the same questions sent raw over one new HTTP/2 connection, 100 in flight.
 * access-first-grid-ratio: until every cell is filled or implied, over the same raw time; for a cluster-admin, and for the admin of a namespace who may read
 *   no cluster role.
 * access-three-clusters-ratio: matrices of three servers at once, over the slowest of them alone, each behind a link of its own that carries no more than
 *   this machine can serve three of: what one takes from another would be ours. access-three-clusters-shared-ratio: the same without links, where
 *   three API servers and all that asks them take turns on the cores of one machine.
 * access-grid-frame-p95-ms: frames while the grid of the demo's three clusters is scrolled in a real Chromium.
 * Those of the first kinds are taken in turns, the first of each warms up. Every cell of the last run is held against the raw answers' number of yeses.
 */

const runs = 5;
/** Of three servers behind links: a matrix takes seconds there, and varies little. */
const linkedRuns = 3;
/**
 * The link of each server, Mbit/s and ms there and back: a matrix alone takes about twice the time that this machine's two cores need for three of them, servers included, so
 * that none waits for a processor.
 */
const link = { megabit: 2, roundTripMs: 40 };
/** Cells of one call, and calls at a time, as the page asks (renderer/features/access/access-matrix.ts). */
const cellsOfCall = 200;
const callsAtOnce = 2;
const namespace = 'team';

/** When a matrix was filled and when it was confirmed, ms since connect. */
interface Times {
  readonly first: number;
  readonly all: number;
  readonly cells: readonly AccessCell[];
  readonly answers: readonly AccessAnswer[];
}

const clusters = await startClusters(['a', 'b', 'c'], { nodes: 1 });
const starter = await dataThreadStarter();
const threads = starter.start();
let contexts = 0;
try {
  const planes = ['a', 'b', 'c'].map((name) => clusters.get(name));
  const [a, b, c] = planes.map((plane) => connectionOf(plane)) as [Connection, Connection, Connection];
  const member = await namespaceAdmin(planes[0] as ControlPlane, a);
  const figures: MeasuredFigure[] = [];
  const times = { raw: [] as number[], all: [] as number[], first: [] as number[], memberRaw: [] as number[], memberFirst: [] as number[] };
  const together: number[] = [];
  const alone: number[] = [];
  let questions = 0;
  for (let run = 0; run <= runs; run++) {
    const own = await matrix(a);
    const raw = await reviewRaw(a, own.cells.map(bodyOf));
    const membersOwn = await matrix(member);
    const membersRaw = await reviewRaw(member, membersOwn.cells.map(bodyOf));
    const each = [own.all, (await matrix(b)).all, (await matrix(c)).all];
    const started = performance.now();
    await Promise.all([matrix(a), matrix(b), matrix(c)]);
    const three = performance.now() - started;
    questions = own.cells.length;
    if (own.answers.some(({ answer }) => answer === 'unknown')) throw new Error('a cell was not answered');
    if (run === 0) continue;
    times.raw.push(raw);
    times.all.push(own.all);
    times.first.push(own.first);
    times.memberRaw.push(membersRaw);
    times.memberFirst.push(membersOwn.first);
    alone.push(Math.max(...each));
    together.push(three);
  }
  const rawMs = median(times.raw);
  const memberRawMs = median(times.memberRaw);
  const ratio = (name: string, value: number, baseline: number, must: string, note = `median of ${runs}`) =>
    figures.push({
      case: name,
      value: value / baseline,
      unit: 'x',
      baseline,
      must,
      note: `${Math.round(value)} ms over ${Math.round(baseline)} ms, ${questions} questions, ${note}`,
    });
  ratio('access-vs-raw', median(times.all), rawMs, '<= 1.2');
  ratio('access-first-grid-ratio', median(times.first), rawMs, '<= 0.2');
  ratio('access-first-grid-namespace-ratio', median(times.memberFirst), memberRawMs, '<= 0.2');
  const linked = await threeBehindLinks([a, b, c]);
  ratio('access-three-clusters-ratio', linked.together, linked.alone, '<= 1.3', linked.note);
  ratio('access-three-clusters-shared-ratio', median(together), median(alone), '-');
  const { scrolled, rest, rows, columns } = await scrollAccessGrid();
  figures.push({
    case: 'access-grid-frame-p95-ms',
    value: scrolled.p95Ms,
    unit: 'ms',
    baseline: rest.p95Ms,
    must: '<= 20',
    note: `${rows} rows x ${columns} verbs x 3 contexts; median ${scrolled.medianMs.toFixed(1)}, worst ${scrolled.worstMs.toFixed(0)} ms, at rest p95 ${rest.p95Ms.toFixed(1)}`,
  });
  report(figures);
} finally {
  await threads.close();
  starter.remove();
  await clusters.stop();
}

/** Three matrices at once and the slowest alone, ms, each server behind a link of its own; and how much of the processors all of it took meanwhile. */
async function threeBehindLinks(connections: readonly Connection[]) {
  const links = await Promise.all(connections.map((connection) => startSlowLink(connection, link.megabit, link.roundTripMs)));
  try {
    const alone: number[] = [];
    const together: number[] = [];
    const own: number[] = [];
    for (let run = 0; run <= linkedRuns; run++) {
      const each: number[] = [];
      for (const { connection } of links) each.push((await matrix(connection)).all);
      const cpu = cpuSeconds(process.pid);
      const started = performance.now();
      await Promise.all(links.map(({ connection }) => matrix(connection)));
      if (run === 0) continue;
      together.push(performance.now() - started);
      own.push((cpuSeconds(process.pid) - cpu) * 1000);
      alone.push(Math.max(...each));
    }
    const note = `median of ${linkedRuns}, links of ${link.megabit} Mbit/s and ${link.roundTripMs} ms, our processor time ${Math.round(median(own))} ms for three`;
    return { alone: median(alone), together: median(together), note };
  } finally {
    for (const { stop } of links) stop();
  }
}

/** A matrix of one namespace, from a new connection on. */
async function matrix(connection: Connection): Promise<Times> {
  const contextId = contextIdOf('bench', `access-${contexts++}`);
  const started = performance.now();
  threads.send({ type: 'connect', connection: { ...connection, contextId }, namespaces: [] });
  const [{ rows }, subject] = await Promise.all([
    ask<AccessRows>(threads, 'access.rows', { contextId }),
    ask<AccessSubjectAnswer>(threads, 'access.subject', { contextId, subject: { type: 'me' } }),
  ]);
  const about = { contextId, subject: { identity: subject.identity, method: subject.method.method }, namespace, name: '' };
  const implied = await ask<ImpliedAccess>(threads, 'access.imply', { ...about, rows });
  const first = performance.now() - started;
  if (implied.rows.length !== rows.length) throw new Error(`nothing is implied of ${rows.length} rows`);
  const cells = rows.flatMap(({ group, resource, subresource, namespaced, verbs }) =>
    verbs.map((verb): AccessCell => ({ group, resource, subresource, verb, namespaced })),
  );
  const chunks = Array.from({ length: Math.ceil(cells.length / cellsOfCall) }, (_, chunk) =>
    cells.slice(chunk * cellsOfCall, (chunk + 1) * cellsOfCall),
  );
  const answers: AccessAnswer[] = [];
  const rest = chunks.values();
  await Promise.all(
    Array.from({ length: callsAtOnce }, async () => {
      for (const chunk of rest) answers.push(...(await ask<readonly AccessAnswer[]>(threads, 'access.ask', { ...about, cells: chunk })));
    }),
  );
  const all = performance.now() - started;
  threads.send({ type: 'disconnect', contextId });
  return { first, all, cells, answers };
}

async function ask<Value>(client: DataThreads, channel: string, args: unknown): Promise<Value> {
  const result: Result<unknown> = await client.call(channel, args);
  if (!result.ok) throw new Error(`${channel}: ${JSON.stringify(result.error)}`);
  return result.value as Value;
}

function bodyOf({ verb, group, resource, subresource, namespaced }: AccessCell): string {
  const resourceAttributes = { verb, group, resource, subresource, namespace: namespaced ? namespace : '' };
  return JSON.stringify({ kind: 'SelfSubjectAccessReview', apiVersion: 'authorization.k8s.io/v1', spec: { resourceAttributes } });
}

/** A ServiceAccount that is admin of one namespace and may read nothing of RBAC elsewhere, with a token of its own. */
async function namespaceAdmin(plane: ControlPlane, admin: Connection): Promise<Connection> {
  await plane.apply(
    [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'lead', namespace } },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'lead', namespace },
        subjects: [{ kind: 'ServiceAccount', name: 'lead', namespace }],
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'admin' },
      },
    ]
      .map((object) => JSON.stringify(object))
      .join('\n---\n'),
  );
  const agent = agentOf(admin);
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/lead/token`;
  const request = JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 3600 } });
  const { status } = JSON.parse(await send(`${admin.server}${path}`, agent, 'POST', 'application/json', request)) as {
    status: { token: string };
  };
  agent.destroy();
  return { ...admin, credential: { token: status.token, basic: null, clientCertificate: null, expiresAt: null } };
}
