import { z } from 'zod';
import type { ClusterError } from './cluster-error.ts';

/*
 * Who may do what, as one cluster sees it. The answers are the server's own (SelfSubjectAccessReview, SubjectAccessReview); what RBAC objects say stands
 * beside them, because other authorizers (webhooks, EKS access entries, the node authorizer) know what no role says.
 */

/** Longest name of a user, group or key of extra information, in characters. */
const longestText = 1_000;
const text = z.string().min(1).max(longestText);

/** Verbs of the API itself, in the order in which they are shown. */
export const usualVerbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'] as const;

/** Whose rights are asked about: mine, or those of somebody else. A ServiceAccount is a user with groups that its namespace implies. */
export const accessSubjectSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('me') }),
  z.strictObject({
    type: z.literal('user'),
    /** Empty = a member of the groups and nobody in particular. */
    user: z.string().max(longestText),
    groups: z.array(text).max(200).default([]),
    uid: z.string().max(longestText).default(''),
    extra: z.record(text, z.array(z.string().max(longestText)).max(100)).default({}),
  }),
  z.strictObject({ type: z.literal('service-account'), namespace: z.string().min(1).max(253), name: z.string().min(1).max(253) }),
]);

export type AccessSubject = z.output<typeof accessSubjectSchema>;

/** One question, in the words of ResourceAttributes (authorization.k8s.io/v1). */
export interface AccessQuestion {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  /** Empty = the resource itself. */
  readonly subresource: string;
  /** Empty = in every namespace, or of a cluster-scoped resource. */
  readonly namespace: string;
  /** Empty = whatever its name. */
  readonly name: string;
}

/** One row of a matrix: a resource or subresource that the cluster serves. */
export interface AccessRow {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespaced: boolean;
  /** Verbs that mean something here: those that discovery lists, and those of the API's own logic (bind, escalate, impersonate, use, approve, sign). Any other cell is n/a. */
  readonly verbs: readonly string[];
}

/** What the server answered to a question. `unknown` is never "no": the question failed, or an authorizer could not decide. */
export interface AccessAnswer {
  readonly answer: 'yes' | 'no' | 'unknown';
  /** The server's own words; empty when it gave none. */
  readonly reason: string;
  readonly evaluationError: string;
  /** Why there is no answer; null when there is one. */
  readonly error: ClusterError | null;
}

/** The verbs of one row, by what a wider answer says of them; a verb that is in neither is not known yet. */
export interface ImpliedRow {
  readonly yes: readonly string[];
  readonly no: readonly string[];
}

/**
 * What is known of all rows at once, before each cell is asked about. `wide`: the server said yes to `*`, which an authorizer may take literally. `rules`:
 * its SelfSubjectRulesReview said it lists everything. `roles`: RBAC objects. `none`: nothing is known.
 */
export interface ImpliedAccess {
  readonly from: 'wide' | 'rules' | 'roles' | 'none';
  /** In the order of the rows; empty for `none`. */
  readonly rows: readonly ImpliedRow[];
  /** What RBAC objects say, to be held against the answers: other authorizers know more. Null when they could not be read, for the reason beside it. */
  readonly roles: readonly ImpliedRow[] | null;
  readonly rolesError: ClusterError | null;
}

/** How the questions about a subject were put. */
export type AccessMethod =
  /** SelfSubjectAccessReview: about me. */
  | { readonly method: 'self' }
  /** SubjectAccessReview: about somebody else, allowed to me. */
  | { readonly method: 'review' }
  /** SelfSubjectAccessReview, acting as the subject. */
  | { readonly method: 'impersonate' }
  /** Only RBAC objects were read, because of these missing rights: other authorizers are not in it. */
  | { readonly method: 'roles'; readonly missing: readonly AccessQuestion[] };

/** Who a subject is to the server. */
export interface AccessIdentity {
  /** Null when the server does not say (before 1.28, or it refuses). */
  readonly user: string | null;
  readonly groups: readonly string[];
  readonly uid: string;
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/** Who is asked about, and how that is done in this cluster. */
export interface AccessSubjectAnswer {
  readonly identity: AccessIdentity;
  readonly method: AccessMethod;
}

/** What a cluster serves, as rows; groups whose discovery failed are unknown, not empty. */
export interface AccessRows {
  readonly rows: readonly AccessRow[];
  readonly failedGroups: readonly { readonly groupVersion: string; readonly message: string }[];
}

/** Where a rule is: the path by which a subject has a right. */
export interface AccessGrant {
  readonly binding: { readonly kind: 'ClusterRoleBinding' | 'RoleBinding'; readonly namespace: string; readonly name: string };
  readonly role: { readonly kind: 'ClusterRole' | 'Role'; readonly namespace: string; readonly name: string };
  /** 0-based place of the rule in the role. For an aggregated ClusterRole, `from` names the roles that brought it. */
  readonly rule: number;
  readonly from: readonly string[];
  /** The subject of the binding through which it applies. */
  readonly subject: { readonly kind: 'User' | 'Group' | 'ServiceAccount'; readonly namespace: string; readonly name: string };
}

/** One subject that RBAC lets do something, with every path by which it does. */
export interface AccessGrantee {
  readonly kind: AccessGrant['subject']['kind'];
  /** Of a ServiceAccount; else empty. */
  readonly namespace: string;
  readonly name: string;
  readonly grants: readonly AccessGrant[];
}

/** What else than RBAC decides in a cluster, as far as its API shows. */
export interface AccessAuthorizers {
  /** `--authorization-mode` of an API server whose pod can be seen (`Node`, `RBAC`, `Webhook`…); null where it runs out of sight, as in managed clusters. */
  readonly modes: readonly string[] | null;
  /** EKS: access entries, or its aws-auth ConfigMap, map IAM principals to users and groups, or give them rights without any role. */
  readonly eks: boolean;
}

/** Who may do something, as RBAC objects say. */
export interface WhoCan {
  /** By kind, then name. `system:masters` is always among them: no authorizer is asked about it. */
  readonly grantees: readonly AccessGrantee[];
  /** Why it cannot be all of them, or null where that is not known. */
  readonly authorizers: AccessAuthorizers;
}

/** Why somebody may, or what it would take. */
export interface AccessReasons {
  /** Rules that grant it, in the order in which the authorizer finds them; empty = RBAC does not. */
  readonly grants: readonly AccessGrant[];
  /** The smallest role and binding that would grant it, as YAML. Applied by nobody. */
  readonly smallest: string;
}

/** Rights by which somebody can take more than was meant (Kubernetes documentation, "RBAC Good Practices", privilege escalation risks). */
export const accessRisks = [
  'masters',
  'everything',
  'escalate',
  'bind',
  'impersonate',
  'exec',
  'secrets',
  'node-proxy',
  'create-pods',
  'create-tokens',
  'webhooks',
  'approve-certificates',
] as const;

/** One of `accessRisks`. */
export type AccessRisk = (typeof accessRisks)[number];

/** A subject with risky rights: in namespaces, or everywhere when `namespaces` is null. */
export interface RiskySubject {
  readonly kind: AccessGrant['subject']['kind'];
  readonly namespace: string;
  readonly name: string;
  readonly risks: readonly {
    readonly risk: AccessRisk;
    /** Empty = in every namespace. */
    readonly where: string;
    readonly binding: AccessGrant['binding'];
    readonly role: AccessGrant['role'];
  }[];
}

/** A role or binding as lines: the rules of a role, each with its words sorted; the role and then the subjects of a binding. */
export interface CompactRbacObject {
  readonly kind: AccessGrant['role']['kind'] | AccessGrant['binding']['kind'];
  readonly namespace: string;
  readonly name: string;
  readonly lines: readonly string[];
}

/** All RBAC objects of a cluster, to be held against those of another. */
export interface AccessRoles {
  readonly objects: readonly CompactRbacObject[];
}

/** Questions that are asked in one call: some screens of cells. */
const mostQuestions = 500;
/** Rows of a cluster with thousands of custom resources. */
const mostRows = 20_000;

const name = z.string().max(longestText);
const texts = z.array(name).max(1_000).readonly();

/** An identity as the page got it from `access.subject`. */
export const accessIdentitySchema = z.strictObject({
  user: name.nullable(),
  groups: texts,
  uid: name,
  extra: z.record(text, texts).readonly(),
});

/** How questions about a subject are put, where they can be. */
export const askableMethods = ['self', 'review', 'impersonate'] as const;

/** Rows as `access.rows` gave them. */
export const accessRowsSchema = z
  .array(z.strictObject({ group: name, version: name, resource: text, subresource: name, namespaced: z.boolean(), verbs: texts }))
  .max(mostRows)
  .readonly();

/** Cells that are asked about; namespace and name are those of the call. */
export const accessCellsSchema = z
  .array(z.strictObject({ group: name, resource: text, subresource: name, verb: text, namespaced: z.boolean() }))
  .max(mostQuestions);

export type AccessCell = z.output<typeof accessCellsSchema>[number];

/** One question about a subject, for who-can and for reasons. */
export const accessQuestionSchema = z.strictObject({ verb: text, group: name, resource: text, subresource: name, namespace: name, name });
