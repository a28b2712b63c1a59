/*
 * node scripts/protobuf-messages.mjs FOLDER [--check]: writes electron/kube/protobuf/messages.ts, the field numbers of what the
 * projections read. FOLDER holds the Go modules of Kubernetes (api@VERSION, apimachinery@VERSION), e.g.
 * "$(go env GOMODCACHE)/k8s.io"; they are there once `npm test` has built the test clusters. Run it after changing the `reads`
 * of a projection, and `npm run format` after it. The source is the struct tags of the API's types.go, because generated.proto does not say which zero values
 * JSON leaves out. --check only says whether the file is up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { onNode24 } from './bootstrap.mjs';

await onNode24(import.meta.url);
const { rowDecoderOf } = await import('../electron/kube/row-decoder.ts');
const { projectionFor } = await import('../electron/projections.ts');
const { kindDefinitions } = await import('../shared/kinds/kind-definitions.ts');
const { projectLogPods } = await import('../electron/features/logs/sources/project-log-pods.ts');
const { problemKinds } = await import('../electron/features/overview/problems/problem-kinds.ts');
const { projectLogJobs } = await import('../electron/features/logs/sources/project-log-owners.ts');

const version = 'v0.36.3';
const target = join(dirname(import.meta.dirname), 'electron/kube/protobuf/messages.ts');
const apiGroups = { '': 'core', apps: 'apps', batch: 'batch', 'networking.k8s.io': 'networking' };
/** Names under which the API's packages import each other. */
const imports = { v1: 'core/v1', corev1: 'core/v1', metav1: 'meta/v1' };
const scalars = { string: 'string', bool: 'bool', int32: 'int', int64: 'int', 'types.UID': 'string' };
const wellKnown = { 'meta/v1.Time': 'time', 'meta/v1.MicroTime': 'microTime' };
/** The Go type behind each resource: a new kind needs a line here. */
const goTypes = {
  pods: 'Pod',
  deployments: 'Deployment',
  statefulsets: 'StatefulSet',
  daemonsets: 'DaemonSet',
  replicasets: 'ReplicaSet',
  jobs: 'Job',
  cronjobs: 'CronJob',
  services: 'Service',
  ingresses: 'Ingress',
  nodes: 'Node',
  namespaces: 'Namespace',
  events: 'Event',
};

const folder = process.argv[2];
if (folder === undefined) throw new Error('node scripts/protobuf-messages.mjs FOLDER [--check]');
const sources = new Map();
const messages = new Map();

function sourceOf(pkg) {
  if (!sources.has(pkg)) {
    const path = pkg === 'meta/v1' ? `apimachinery@${version}/pkg/apis/meta/v1` : `api@${version}/${pkg}`;
    sources.set(pkg, readFileSync(join(resolve(folder), path, 'types.go'), 'utf8'));
  }
  return sources.get(pkg);
}

function structOf(pkg, type) {
  const body = new RegExp(`^type ${type} struct \\{\\n([\\s\\S]*?)^\\}`, 'm').exec(sourceOf(pkg))?.[1];
  if (body === undefined) throw new Error(`${pkg} has no struct ${type}`);
  const fields = new Map();
  for (const [, goType, tags] of body.matchAll(/^\t(?:\w+ +)?([\w.*[\]]+) +`(.*)`/gm)) {
    const [name, ...options] = /json:"([^"]*)"/.exec(tags)?.[1]?.split(',') ?? [''];
    const number = Number(/protobuf:"\w+,(\d+)/.exec(tags)?.[1]);
    if (name !== '' && number > 0) fields.set(name, { goType, number, options });
  }
  return fields;
}

function typeOf(pkg, goType) {
  if (goType in scalars) return { scalar: scalars[goType] };
  const [name, prefix] = goType.split('.').reverse();
  const home = prefix === undefined ? pkg : imports[prefix];
  if (home === undefined) throw new Error(`${goType}: no such import is known`);
  const full = `${home}.${name}`;
  if (full in wellKnown) return { scalar: wellKnown[full] };
  const named = new RegExp(`^type ${name} (string|bool|int32|int64)$`, 'm').exec(sourceOf(home))?.[1];
  return named === undefined ? { message: [home, name] } : { scalar: scalars[named] };
}

function add(pkg, type, members) {
  const full = `${pkg}.${type}`;
  const fields = messages.get(full) ?? new Map();
  messages.set(full, fields);
  const struct = structOf(pkg, type);
  for (const [name, member] of Object.entries(members)) {
    const field = struct.get(name);
    if (field === undefined) throw new Error(`${full} has no field ${name}`);
    const { goType, number, options } = field;
    if (goType === 'map[string]string') {
      fields.set(number, { name, type: 'map' });
      continue;
    }
    if (goType === 'ResourceList') {
      fields.set(number, { name, type: 'quantities' });
      continue;
    }
    const { scalar, message } = typeOf(pkg, goType.replace(/^\*|^\[\]/, ''));
    if (message !== undefined && typeof member !== 'object')
      throw new Error(`${full}.${name} is a message: name the members that are read`);
    const omitZero = scalar !== undefined && !/^[*[]/.test(goType) && options.includes('omitempty');
    fields.set(number, { name, type: scalar ?? message.join('.'), repeated: goType.startsWith('[]'), omitZero });
    if (message !== undefined) add(...message, member);
  }
}

const roots = [];
for (const { resource } of kindDefinitions) {
  const pkg = `${apiGroups[resource.group]}/${resource.version}`;
  const type = goTypes[resource.resource];
  add(pkg, type, rowDecoderOf(resource, projectionFor).members);
  const apiVersion = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
  roots.push(
    `  '${resource.resource}.${resource.version}.${resource.group}': { apiVersion: '${apiVersion}', kind: '${type}', message: '${pkg}.${type}' },`,
  );
}
/** Projections beside those of the tables: what they read more of the same kinds. */
const others = [
  ['core/v1', 'Pod', { group: '', version: 'v1', resource: 'pods' }, projectLogPods],
  ['batch/v1', 'Job', { group: 'batch', version: 'v1', resource: 'jobs' }, projectLogJobs],
];
/** Of the overview only the kinds that have a table of ours: the others come as JSON, because there are few of them. */
for (const { query } of problemKinds) {
  const { ref, projection } = query;
  const described = kindDefinitions.some(({ resource }) => resource.resource === ref.resource && resource.group === ref.group);
  if (described) others.push([`${apiGroups[ref.group]}/${ref.version}`, goTypes[ref.resource], ref, projection]);
}
for (const [pkg, type, ref, projection] of others) add(pkg, type, rowDecoderOf(ref, () => projection).members);
const details = { causes: { reason: true, message: true, field: true }, retryAfterSeconds: true };
add('meta/v1', 'Status', { status: true, message: true, reason: true, details, code: true });
add('meta/v1', 'ListMeta', { resourceVersion: true, continue: true, remainingItemCount: true });

const lines = [...messages]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, fields]) => {
    const entries = [...fields]
      .sort(([a], [b]) => a - b)
      .map(([number, { name: member, type, repeated, omitZero }]) => {
        const flags = `${repeated ? ', repeated: true' : ''}${omitZero ? ', omitZero: true' : ''}`;
        return `    ${number}: { name: '${member}', type: '${type}'${flags} },`;
      });
    return `  '${name}': {\n${entries.join('\n')}\n  },`;
  });
const text = `/* Written by scripts/protobuf-messages.mjs from the types.go of k8s.io/api and k8s.io/apimachinery ${version}: change that, not this. */
import type { MessageFields, RootMessage } from './message-decoder.ts';

/** The messages behind the resources that have a projection, as kubectl names them in full: RESOURCE.VERSION.GROUP. */
export const rootMessages: Readonly<Record<string, RootMessage>> = {
${roots.join('\n')}
};

/** Messages of the API by package and Go type, with the fields that are read; every other field is passed over. */
export const messageFields: Readonly<Record<string, MessageFields>> = {
${lines.join('\n')}
};
`;
if (process.argv.includes('--check')) {
  // `npm run format` may have broken long lines.
  const bare = (source) => source.replace(/,(?=\s*[}\]])|\s/g, '');
  if (bare(readFileSync(target, 'utf8')) !== bare(text)) throw new Error(`${target} is out of date: run this without --check`);
} else writeFileSync(target, text);
