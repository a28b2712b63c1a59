import { randomUUID } from 'node:crypto';
import type { ServedResource } from './api-resources.ts';
import type { ClusterState } from './cluster-state.ts';
import { aggregatedDiscovery, legacyGroup, legacyGroupList, legacyResourceList } from './discovery-documents.ts';
import type { Exchange } from './exchange.ts';
import { handleList, representationOf } from './list-handler.ts';
import type { LogSource } from './log-handler.ts';
import { handleLog } from './log-handler.ts';
import type { MetricsSource } from './metrics-handler.ts';
import { handleMetrics } from './metrics-handler.ts';
import type { RequestTarget } from './request-target.ts';
import { parseTarget } from './request-target.ts';
import { handleReview, SELF_REVIEWS, SUBJECT_REVIEW } from './review-handler.ts';
import { StatusError, unknownPath } from './status-error.ts';
import { StoredObject } from './stored-object.ts';
import { columnDefinitionsText, partialMetadataText, tableRowText, tableText } from './table-document.ts';
import type { User } from './users.ts';
import { ANONYMOUS, attributesOf, forbidden, isAllowed, verbOf } from './users.ts';
import type { WatchOptions } from './watch-handler.ts';
import { handleWatch } from './watch-handler.ts';
import type { WriteOptions } from './write-handler.ts';
import { getObject, handleWrite } from './write-handler.ts';

/** What answering a request needs. */
export interface Routes {
  readonly cluster: ClusterState;
  readonly served: () => readonly ServedResource[];
  readonly users: ReadonlyMap<string, User>;
  readonly gitVersion: string;
  readonly metrics: MetricsSource | null;
  readonly logs: LogSource | null;
  readonly unavailableGroups: ReadonlySet<string>;
  readonly writes: WriteOptions;
  readonly watch: WatchOptions;
}

const AGGREGATED = /g=apidiscovery\.k8s\.io;v=v2(;|,|$)/;
const AGGREGATED_TYPE = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Who sent the request; 401 for a token nobody has. Impersonation is honoured for users who may do everything. */
function authenticate(exchange: Exchange, users: Routes['users']): User {
  const header = exchange.header('authorization');
  if (header === '') return ANONYMOUS;
  const user = users.get(header.replace(/^Bearer\s+/i, ''));
  if (!user) throw new StatusError(401, 'Unauthorized', 'Unauthorized');
  const impersonated = exchange.header('impersonate-user');
  if (impersonated === '') return user;
  const wanted = { verb: 'impersonate', group: '', resource: 'users', subresource: '', namespace: '', name: impersonated };
  if (!isAllowed(user, wanted)) throw forbidden(user, wanted);
  return (
    [...users.values()].find((one) => one.name === impersonated) ?? { name: impersonated, groups: ['system:authenticated'], rules: [] }
  );
}

function answerVersion(exchange: Exchange, gitVersion: string): void {
  const [major = '1', minor = '36'] = gitVersion.replace(/^v/, '').split('.');
  exchange.json(200, {
    major,
    minor,
    gitVersion,
    gitCommit: '0000000000000000000000000000000000000000',
    gitTreeState: 'clean',
    buildDate: '2026-09-10T00:00:00Z',
    goVersion: 'go1.26.1',
    compiler: 'gc',
    platform: 'linux/amd64',
  });
}

/** Discovery, version and health. True when the path was one of them. */
function answerNonResource(exchange: Exchange, routes: Routes): boolean {
  const { path } = exchange;
  if (path === '/version' || path === '/version/') {
    answerVersion(exchange, routes.gitVersion);
    return true;
  }
  if (/^\/(readyz|livez|healthz)(\/|$)/.test(path)) {
    exchange.send(200, 'text/plain; charset=utf-8', 'ok');
    return true;
  }
  const aggregated = AGGREGATED.test(exchange.header('accept'));
  const [root, group = '', version = '', rest] = path.split('/').filter((part) => part !== '');
  if (root === 'api' && group === '') {
    if (aggregated)
      exchange.send(200, AGGREGATED_TYPE, JSON.stringify(aggregatedDiscovery(routes.served(), 'core', routes.unavailableGroups)));
    else exchange.json(200, { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] });
    return true;
  }
  if (root === 'apis' && group === '') {
    if (aggregated)
      exchange.send(200, AGGREGATED_TYPE, JSON.stringify(aggregatedDiscovery(routes.served(), 'named', routes.unavailableGroups)));
    else exchange.json(200, legacyGroupList(routes.served()));
    return true;
  }
  if (root === 'apis' && routes.unavailableGroups.has(`${group}/${version}`)) {
    exchange.send(503, 'text/plain; charset=utf-8', 'service unavailable\n');
    return true;
  }
  const document =
    root === 'api' && version === ''
      ? legacyResourceList(routes.served(), '', group)
      : root === 'apis' && version === ''
        ? legacyGroup(routes.served(), group)
        : root === 'apis' && rest === undefined
          ? legacyResourceList(routes.served(), group, version)
          : null;
  if (document === null) return false;
  exchange.json(200, version === '' && root === 'apis' ? { kind: 'APIGroup', apiVersion: 'v1', ...document } : document);
  return true;
}

function answerGet(exchange: Exchange, routes: Routes, target: RequestTarget): void {
  const { form, include } = representationOf(exchange);
  const object = getObject(routes.cluster, target);
  const stored = routes.cluster.stored(target.resource.key, target.namespace, target.name) ?? new StoredObject(object);
  if (form === 'metadata') exchange.json(200, partialMetadataText(object));
  else if (form === 'table')
    exchange.json(
      200,
      tableText({ resourceVersion: object.metadata.resourceVersion }, columnDefinitionsText(target.resource), [
        tableRowText(target.resource, stored, include, routes.cluster.now()),
      ]),
    );
  else exchange.json(200, target.subresource === 'scale' ? object : stored.text);
}

async function answer(exchange: Exchange, routes: Routes): Promise<void> {
  const user = authenticate(exchange, routes.users);
  if (exchange.path === '/' || exchange.path.startsWith('/openapi')) throw unknownPath();
  if (answerNonResource(exchange, routes)) return;
  const target = parseTarget(routes.served(), exchange.path);
  if (!target) throw unknownPath();
  const isWatch = exchange.query.get('watch') === '1' || exchange.query.get('watch') === 'true';
  const verb = verbOf(exchange.method, target.name !== '', isWatch);
  // A single-name field selector narrows list and watch to one object for the authorizer (RequestInfo).
  const wanted = attributesOf(
    target.resource,
    verb,
    target.resource.key === 'namespaces' ? target.name : target.namespace,
    target.name,
    target.subresource,
  );
  const isSelfReview = SELF_REVIEWS.has(target.resource.resource) && user !== ANONYMOUS;
  if (!isSelfReview && !isAllowed(user, wanted)) throw forbidden(user, wanted);
  if (isSelfReview || target.resource.resource === SUBJECT_REVIEW)
    return handleReview(exchange, routes.cluster, target.resource.resource, user);
  if (target.resource.group === 'metrics.k8s.io') return handleMetrics(exchange, routes.cluster, target, routes.metrics);
  if (target.resource.key === 'pods' && target.subresource === 'log') return handleLog(exchange, routes.cluster, target, routes.logs);
  if (isWatch && exchange.method === 'GET') return handleWatch(exchange, routes.cluster, target, routes.watch);
  if (exchange.method !== 'GET') return handleWrite(exchange, routes.cluster, target, routes.writes);
  if (target.name === '') return handleList(exchange, routes.cluster, target);
  return answerGet(exchange, routes, target);
}

/** Answers one request; every failure becomes a Status, never a thrown error. */
export async function handleRequest(exchange: Exchange, routes: Routes): Promise<void> {
  try {
    await answer(exchange, routes);
  } catch (error) {
    if (exchange.closed) return;
    if (!(error instanceof StatusError)) {
      exchange.fail(
        new StatusError(500, 'InternalError', `Internal error occurred: ${String(error)}`, {
          causes: [{ message: String(error) }],
          uid: randomUUID(),
        }),
      );
      return;
    }
    const token = 'continueToken' in error ? String(error.continueToken) : null;
    if (token === null) exchange.fail(error);
    else exchange.json(error.code, { ...error.body, metadata: { continue: token } });
  }
}
