import { stringify } from 'yaml';
import type { AccessIdentity, AccessQuestion, AccessReasons, AccessRoles, RiskySubject, WhoCan } from '../../../shared/access.ts';
import type { Transport } from '../../kube/transport.ts';
import { compactRoles } from './rbac/compact-roles.ts';
import { findGrants } from './rbac/find-grants.ts';
import { planSmallestRole } from './rbac/plan-smallest-role.ts';
import { RbacIndex } from './rbac/rbac-index.ts';
import { riskySubjects } from './rbac/risky-subjects.ts';
import { whoCan } from './rbac/who-can.ts';
import { readAuthorizers } from './read-authorizers.ts';
import { readRbac } from './read-rbac.ts';

/*
 * Answers out of RBAC objects, read anew for each: they are few, and what was read a minute ago is what people argue about. All reject with
 * RequestFailure when the objects cannot be read.
 */

/** Who may do what is asked, and why that may not be all of them. */
export async function answerWhoCan(transport: Transport, question: AccessQuestion, signal: AbortSignal): Promise<WhoCan> {
  const [index, authorizers] = await Promise.all([readIndex(transport, signal), readAuthorizers(transport, signal)]);
  return { grantees: whoCan(index, question, question.namespace), authorizers };
}

/** Which rules let an identity do what is asked, and what would. */
export async function answerReasons(
  transport: Transport,
  identity: AccessIdentity,
  question: AccessQuestion,
  signal: AbortSignal,
): Promise<AccessReasons> {
  const index = await readIndex(transport, signal);
  const { role, binding } = planSmallestRole(identity, question);
  return {
    grants: findGrants(index, identity, question, question.namespace),
    smallest: [role, binding].map((object) => stringify(object, { version: '1.1' })).join('---\n'),
  };
}

/** Who has rights that can be turned into more. */
export async function answerRisks(transport: Transport, signal: AbortSignal): Promise<readonly RiskySubject[]> {
  return riskySubjects(await readIndex(transport, signal));
}

/** Roles and bindings, to be held against those of another cluster. */
export async function answerRoles(transport: Transport, signal: AbortSignal): Promise<AccessRoles> {
  return compactRoles(await readRbac(transport, signal));
}

async function readIndex(transport: Transport, signal: AbortSignal): Promise<RbacIndex> {
  return new RbacIndex(await readRbac(transport, signal));
}
