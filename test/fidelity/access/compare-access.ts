import { answerCells, answerImplied, answerRows } from '../../../electron/features/access/answer-access.ts';
import { RbacIndex } from '../../../electron/features/access/rbac/rbac-index.ts';
import { whoCan } from '../../../electron/features/access/rbac/who-can.ts';
import { readRbac } from '../../../electron/features/access/read-rbac.ts';
import type { Transport } from '../../../electron/kube/transport.ts';
import type { AccessCell, AccessRow } from '../../../shared/access.ts';
import type { Comparison } from '../compare-kind.ts';
import { makeNamespace, until } from '../drain/fill-drains.ts';
import { create, each } from '../drain/make.ts';
import { type Api, type Kubectl, runKubectl } from '../kubectl.ts';
import { transportTo } from '../transport-to.ts';
import { type RbacSetup, rbacSetups } from './rbac-setups.ts';

const setups = rbacSetups(60);
/** Cells of a set-up that `kubectl auth can-i` is asked about as well: a process each. */
const kubectlCells = 5;
/** Questions of who-can, each held against every subject of every set-up. */
const whoCanQuestions = 40;
/** Longest that all of it may take, in ms. */
const longestMs = 900_000;

/** Makes namespaces, ServiceAccounts, roles and bindings, and waits until the authorizer has seen them and aggregated roles are put together. */
export async function fillAccess(api: Api): Promise<void> {
  await each(setups, async ({ namespace, subject, objects }) => {
    await makeNamespace(api, namespace);
    if (subject.type === 'service-account')
      await create(api, `/api/v1/namespaces/${namespace}/serviceaccounts`, { metadata: { name: subject.name } });
    for (const { path, object } of objects) await create(api, path, object);
  });
  await until('aggregated roles with their rules', async () => {
    const { items } = (await api.get('/apis/rbac.authorization.k8s.io/v1/clusterroles')) as {
      items: { metadata: { name: string }; rules: unknown[] | null }[];
    };
    const sums = items.filter(({ metadata }) => /^setup-\d+-sum$/.test(metadata.name));
    return sums.length === setups.length && sums.every(({ rules }) => (rules ?? []).length > 0);
  });
}

/** A question in the words of ResourceAttributes. */
interface Attributes {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
}

/**
 * Compares every cell of every set-up's matrix, as the data thread asks it by acting as the subject, with a SubjectAccessReview that an administrator sends about
 * that subject; what RBAC objects say of it with the same; some cells with `kubectl auth can-i --as`; and who-can with every subject asked one by one.
 */
export async function compareAccess(judge: Kubectl, api: Api): Promise<Comparison> {
  const transport = transportTo(api);
  const signal = AbortSignal.timeout(longestMs);
  const tally = new Tally();
  try {
    const { rows } = await answerRows(transport, signal);
    const answers = new Map<RbacSetup, readonly string[]>();
    for (const setup of setups) {
      const ours = await compareSetup(api, transport, rows, setup, signal, tally);
      answers.set(setup, ours);
    }
    await compareWithKubectl(judge, cellsOf(rows), answers, tally);
    await compareWhoCan(api, cellsOf(rows), new RbacIndex(await readRbac(transport, signal)), tally);
    return { cells: tally.compared, differences: tally.differences };
  } finally {
    transport.close();
  }
}

/** Counts what was compared. */
class Tally {
  readonly differences: string[] = [];
  compared = 0;

  same(what: string, ours: string | undefined, theirs: string): void {
    this.compared++;
    if (ours !== theirs) this.differences.push(`access ${what}: ours ${ours} server ${theirs}`);
  }
}

/** Compares one matrix; returns our answer to each cell. */
async function compareSetup(
  api: Api,
  transport: Transport,
  rows: readonly AccessRow[],
  setup: RbacSetup,
  signal: AbortSignal,
  tally: Tally,
): Promise<readonly string[]> {
  const { namespace, identity } = setup;
  const cells = cellsOf(rows);
  const ours = await answerCells(transport, { subject: { identity, method: 'impersonate' }, namespace, name: '', cells }, signal);
  const implied = await answerImplied(transport, { subject: { identity, method: 'roles' }, namespace, name: '', rows }, signal);
  if (implied.roles === null) throw new Error(`RBAC objects could not be read: ${JSON.stringify(implied.rolesError)}`);
  const byRoles = implied.roles.flatMap(({ yes }, number) => rows[number]?.verbs.map((verb) => (yes.includes(verb) ? 'yes' : 'no')) ?? []);
  await each([...cells.entries()], async ([number, cell]) => {
    const asked = attributesOf(cell, namespace);
    const theirs = await reviewed(api, setup, asked);
    const what = `${namespace} ${asked.verb} ${asked.resource}/${asked.subresource}.${asked.group}`;
    tally.same(what, ours[number]?.answer, theirs);
    tally.same(`${what} by roles`, byRoles[number], theirs);
  });
  return ours.map(({ answer }) => answer);
}

async function compareWithKubectl(
  judge: Kubectl,
  cells: readonly AccessCell[],
  answers: ReadonlyMap<RbacSetup, readonly string[]>,
  tally: Tally,
): Promise<void> {
  const runs = [...answers].flatMap(([setup, ours], place) =>
    Array.from({ length: kubectlCells }, (_, index) => {
      const number = (Math.floor((cells.length * index) / kubectlCells) + 17 * place) % cells.length;
      return { setup, cell: cells[number], ours: ours[number] };
    }),
  );
  await each(runs, async ({ setup, cell, ours }) => {
    if (cell === undefined) return;
    const asked = attributesOf(cell, setup.namespace);
    tally.same(`kubectl ${setup.namespace} ${asked.verb} ${asked.resource}`, ours, await canI(judge, setup, asked));
  });
}

async function compareWhoCan(api: Api, cells: readonly AccessCell[], index: RbacIndex, tally: Tally): Promise<void> {
  for (let question = 0; question < whoCanQuestions; question++) {
    const cell = cells[Math.floor((cells.length * question) / whoCanQuestions)];
    if (cell === undefined) continue;
    const asked = attributesOf(cell, setups[question % setups.length]?.namespace ?? '');
    const grantees = whoCan(index, { ...asked, name: '' }, asked.namespace);
    await each(setups, async (setup) => {
      const { user, groups } = setup.identity;
      const isNamed = grantees.some(({ kind, namespace, name }) =>
        kind === 'Group' ? groups.includes(name) : user === (kind === 'User' ? name : `system:serviceaccount:${namespace}:${name}`),
      );
      const what = `who can ${asked.verb} ${asked.resource} in ${asked.namespace}: ${user}`;
      tally.same(what, isNamed ? 'yes' : 'no', await reviewed(api, setup, asked));
    });
  }
}

function cellsOf(rows: readonly AccessRow[]): readonly AccessCell[] {
  return rows.flatMap((row) => row.verbs.map((verb) => cellOf(row, verb)));
}

function cellOf({ group, resource, subresource, namespaced }: AccessRow, verb: string): AccessCell {
  return { group, resource, subresource, verb, namespaced };
}

function attributesOf({ verb, group, resource, subresource, namespaced }: AccessCell, namespace: string): Attributes {
  return { verb, group, resource, subresource, namespace: namespaced ? namespace : '' };
}

async function reviewed(api: Api, { identity: { user, groups } }: RbacSetup, attributes: Attributes): Promise<string> {
  const review = {
    kind: 'SubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    spec: { user, groups, resourceAttributes: attributes },
  };
  const { code, body } = await api.send('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', review);
  if (code !== 201) throw new Error(`a SubjectAccessReview was answered with ${code}: ${JSON.stringify(body)}`);
  return (body as { status: { allowed: boolean } }).status.allowed ? 'yes' : 'no';
}

async function canI(judge: Kubectl, { subject, identity }: RbacSetup, asked: Attributes): Promise<string> {
  const resource = asked.group === '' ? asked.resource : `${asked.resource}.${asked.group}`;
  const as = ['--as', identity.user ?? '', ...(subject.type === 'user' ? subject.groups.flatMap((group) => ['--as-group', group]) : [])];
  const below = asked.subresource === '' ? [] : ['--subresource', asked.subresource];
  const where = asked.namespace === '' ? ['--all-namespaces'] : ['--namespace', asked.namespace];
  const { stdout, stderr } = await runKubectl(judge, ['auth', 'can-i', asked.verb, resource, ...below, ...as, ...where]);
  const [word] = /^(yes|no)\b/m.exec(stdout) ?? [];
  return word ?? `nothing: ${stderr.trim()}`;
}
