import type {
  AccessAnswer,
  AccessCell,
  AccessIdentity,
  AccessMethod,
  AccessRow,
  AccessRows,
  ImpliedAccess,
  ImpliedRow,
} from '../../../shared/access.ts';
import type { ClusterError } from '../../../shared/cluster-error.ts';
import { discoverServed } from '../../kube/discovery.ts';
import { clusterErrorOf, RequestFailure } from '../../kube/request-failure.ts';
import type { Transport } from '../../kube/transport.ts';
import { type AskableMethod, askAccess, askRules } from './ask-access.ts';
import { impliedByAll, impliedByRoles, impliedByRules } from './imply-access.ts';
import { planRows } from './plan-rows.ts';
import { RbacIndex } from './rbac/rbac-index.ts';
import { readRbac } from './read-rbac.ts';

/** Questions of one call that are under way at a time: half of what the transport has in flight (kube/request-slots.ts), because a page has two calls of a matrix under way. */
const mostAtOnce = 45;

/** Whose rights, where, of which objects; what `access.imply` and `access.ask` have in common. */
interface Asked<Method extends AccessMethod['method']> {
  readonly subject: { readonly identity: AccessIdentity; readonly method: Method };
  /** Empty = in every namespace. */
  readonly namespace: string;
  /** Empty = whatever its name. */
  readonly name: string;
}

/** Arguments of `access.ask` after the gate's parser. */
export interface AskArguments extends Asked<AskableMethod> {
  readonly cells: readonly AccessCell[];
}

/** Arguments of `access.imply` after the gate's parser. */
export interface ImplyArguments extends Asked<AccessMethod['method']> {
  readonly rows: readonly AccessRow[];
}

/** What a cluster serves, as the rows of its matrix. Rejects with RequestFailure. */
export async function answerRows(transport: Transport, signal: AbortSignal): Promise<AccessRows> {
  const { resources, failedGroups } = await discoverServed(transport, signal);
  return { rows: planRows(resources), failedGroups };
}

/** Asks about each cell; answers come in the order of the questions, once all are there. A question that failed is `unknown`, the others stand. */
export async function answerCells(
  transport: Transport,
  { subject: { identity, method }, namespace, name, cells }: AskArguments,
  signal: AbortSignal,
): Promise<readonly AccessAnswer[]> {
  const answers: AccessAnswer[] = [];
  const rest = cells.entries();
  await Promise.all(
    Array.from({ length: Math.min(mostAtOnce, cells.length) }, async () => {
      for (const [index, { namespaced, ...cell }] of rest)
        answers[index] = await askAccess(transport, method, identity, { ...cell, namespace: namespaced ? namespace : '', name }, signal);
    }),
  );
  return answers;
}

/**
 * What can be said of all rows at once: a yes to everything, else the server's own list of rules when it vouches for it, else RBAC objects. All of it is asked
 * for together, so that a grid fills after one round trip.
 */
export async function answerImplied(
  transport: Transport,
  { subject: { identity, method }, namespace, name, rows }: ImplyArguments,
  signal: AbortSignal,
): Promise<ImpliedAccess> {
  const [everything, byRules, { roles, error: rolesError }] = await Promise.all([
    mayDoAll(transport, method, identity, namespace, signal),
    method === 'self' || method === 'impersonate' ? rulesOf(transport, method, identity, namespace, signal) : null,
    rolesOf(transport, signal),
  ]);
  const rolesSay = roles === null ? null : impliedByRoles(rows, roles, identity, namespace, name);
  const implied = (from: ImpliedAccess['from'], said: readonly ImpliedRow[]): ImpliedAccess => ({
    from,
    rows: said,
    roles: rolesSay,
    rolesError,
  });
  if (everything) return implied('wide', impliedByAll(rows));
  if (byRules !== null) return implied('rules', impliedByRules(rows, byRules, name));
  return rolesSay === null ? implied('none', []) : implied('roles', rolesSay);
}

async function mayDoAll(
  transport: Transport,
  method: AccessMethod['method'],
  identity: AccessIdentity,
  namespace: string,
  signal: AbortSignal,
): Promise<boolean> {
  if (method === 'roles') return false;
  const all = { verb: '*', group: '*', resource: '*', subresource: '', namespace, name: '' };
  return (await askAccess(transport, method, identity, all, signal)).answer === 'yes';
}

/** The server's list of rules; null when it has none for this scope, or does not vouch for it. */
async function rulesOf(
  transport: Transport,
  method: 'self' | 'impersonate',
  identity: AccessIdentity,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly unknown[] | null> {
  // It lists the rules of one namespace only.
  if (namespace === '') return null;
  try {
    const { rules, incomplete } = await askRules(transport, method, identity, namespace, signal);
    return incomplete ? null : rules;
  } catch (thrown) {
    // Only a help: each cell is asked about anyhow, and says what fails.
    if (!(thrown instanceof RequestFailure)) throw thrown;
    return null;
  }
}

async function rolesOf(
  transport: Transport,
  signal: AbortSignal,
): Promise<{ readonly roles: RbacIndex | null; readonly error: ClusterError | null }> {
  try {
    return { roles: new RbacIndex(await readRbac(transport, signal)), error: null };
  } catch (thrown) {
    return { roles: null, error: clusterErrorOf(thrown) };
  }
}
