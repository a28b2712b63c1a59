import type { ClusterError } from './cluster-error.ts';
import type { ContextId } from './context-id.ts';
import type { ContextDiagnostics, Diagnostics, LoopDiagnostics, RestartReason, SourceDiagnostics } from './diagnostics.ts';
import { restartsOf, rowsOf } from './diagnostics.ts';
import type { Freshness } from './freshness.ts';
import { type ResourceRef, resourceKey } from './resource.ts';

/** What only the page knows, for the report. */
export interface ReportFromPage {
  /** ms, null = nothing of 50 ms or more in the last minute. */
  readonly stallMs: number | null;
  readonly heapBytes: number | null;
  /** Longest and mean lag of a context in the last minute, in ms; null when nothing came. */
  readonly lagOf: (contextId: ContextId) => { readonly longest: number; readonly mean: number } | null;
  /** Events per second; null while unknown. */
  readonly rateOf: (contextId: ContextId, source: SourceDiagnostics | null) => number | null;
  readonly windowSize: string;
  readonly language: string;
}

/**
 * The diagnostics as plain text for a public bug report, in English whatever the page speaks. It is written from what may be
 * said and not by taking out what may not: numbers, words of ours, kinds of Kubernetes' own API groups, the version's
 * number. Contexts are numbered, kinds of other groups too; no host, user, namespace, object, message or path is ever put in.
 */
export function diagnosticsReport(diagnostics: Diagnostics, page: ReportFromPage): string {
  const { versions, main, threads } = diagnostics;
  const kinds = new KindNames();
  const contexts = threads.flatMap((thread) => thread.contexts);
  const lines = [
    'Timonier diagnostics',
    `app ${plainVersion(versions.app)} (${versions.shell}), Node ${plainVersion(versions.node)}` +
      (versions.electron === '' ? '' : `, Electron ${plainVersion(versions.electron)}, Chromium ${plainVersion(versions.chrome)}`),
    `OS ${plainSystem(versions.os)}; window ${page.windowSize}; language ${page.language}`,
    `taken ${new Date(diagnostics.takenAt).toISOString()}`,
    '',
    `memory of the process ${megabytes(main.rssBytes)}; threads restarted ${main.threadRestarts}`,
    `main process: ${loopText(main)}`,
    ...threads.map(
      (thread, index) =>
        `data thread ${index + 1}: ${loopText(thread)}, ${thread.contexts.length} contexts, ${thread.contexts.reduce((sum, one) => sum + rowsOf(one), 0)} rows`,
    ),
    `page: longest task in the last minute ${page.stallMs === null ? 'under 50 ms' : ms(page.stallMs)}, heap ${page.heapBytes === null ? 'unknown' : megabytes(page.heapBytes)}`,
  ];
  contexts.forEach((context, index) => {
    lines.push('', ...contextLines(`context-${index + 1}`, context, diagnostics.takenAt, page, kinds));
  });
  return `${lines.join('\n')}\n`;
}

function contextLines(name: string, context: ContextDiagnostics, now: number, page: ReportFromPage, kinds: KindNames): string[] {
  const { transport, credential, sources } = context;
  const lag = page.lagOf(context.contextId);
  const lines = [
    `${name}: ${freshnessText(context.freshness, now)}; server ${context.version === null ? 'version unknown' : plainVersion(context.version)}`,
    `  last byte ${age(context.lastByteAt, now)}; events/s ${rate(page.rateOf(context.contextId, null))}; lag ${
      lag === null ? 'not measured' : `longest ${ms(lag.longest)}, mean ${ms(lag.mean)}`
    }; clock ${context.clockSkewMs === null ? 'unknown' : `server ${seconds(Math.abs(context.clockSkewMs))} ${context.clockSkewMs < 0 ? 'behind' : 'ahead'}`}`,
  ];
  if (transport !== null) {
    const protocol = transport.protocol === 'h2' || transport.protocol === 'http/1.1' ? transport.protocol : 'unknown';
    lines.push(
      `  ${protocol}; requests ${transport.requests}; received ${megabytes(transport.bytesReceived)}; connections ${transport.handshakes}; open ${transport.openStreams}; transport restarts ${transport.restarts}`,
    );
  }
  if (credential !== null) {
    const end = credential.expiresAt === null ? 'no end known' : `ends in ${seconds(credential.expiresAt - now)}`;
    lines.push(`  credential ${credential.kind}, first used ${age(credential.since, now)}, ${end}`);
  }
  lines.push(`  restarts: ${restartText(restartsOf(sources))}`);
  for (const source of sources) lines.push(`  ${sourceText(source, now, page.rateOf(context.contextId, source), kinds)}`);
  return lines;
}

function sourceText(source: SourceDiagnostics, now: number, events: number | null, kinds: KindNames): string {
  const where = source.namespaces === null ? 'all namespaces' : `${source.namespaces} namespaces`;
  const how = source.fallback === null ? source.encoding : `${source.encoding} (fell back: ${source.fallback})`;
  return [
    `${kinds.nameOf(source.resource)} (${where}${source.selected ? ', selected' : ''}): ${source.rows} rows`,
    freshnessText(source.freshness, now),
    how,
    `events ${source.figures.events}, ${rate(events)}/s`,
    `restarts ${restartText(source.figures.restarts)}`,
  ].join('; ');
}

/** Numbers the kinds of groups that are not Kubernetes' own: a CRD's group is often a company's domain. */
class KindNames {
  readonly #numbers = new Map<string, number>();

  nameOf(ref: ResourceRef): string {
    if (ownGroups.has(ref.group.replace(/\.k8s\.io$/, '')) && /^[a-z]+$/.test(ref.resource)) return resourceKey(ref);
    const key = `${resourceKey(ref)}/${ref.version}`;
    const number = this.#numbers.get(key) ?? this.#numbers.size + 1;
    this.#numbers.set(key, number);
    return `custom-resource-${number}`;
  }
}

/** API groups of Kubernetes itself, without `.k8s.io`. Listed, because anybody can make a CRD in a group that ends like these. */
const ownGroups = new Set(
  (
    ',apps,batch,autoscaling,policy,extensions,admissionregistration,apiextensions,apiregistration,authentication,authorization,' +
    'certificates,coordination,discovery,events,flowcontrol.apiserver,metrics,networking,node,rbac.authorization,resource,scheduling,' +
    'snapshot.storage,storage,storagemigration'
  ).split(','),
);

/** Which part of a failure may be told: what kind, never its words. */
function errorText(error: ClusterError): string {
  switch (error.kind) {
    case 'status':
      return `HTTP ${error.code}`;
    case 'unreachable':
      return /^[A-Z0-9_]{2,40}$/.test(error.code) && knownCode.test(error.code) ? `${error.cause} ${error.code}` : error.cause;
    case 'credentials':
      return `credentials ${error.cause}`;
    default:
      return error.kind;
  }
}

/** Codes of Node, c-ares and OpenSSL. */
const knownCode = /^(E[A-Z]{3,14}|ERR_[A-Z0-9_]+|CERT_[A-Z_]+|[A-Z_]*(?:CERT|SIGNATURE|ISSUER|CRL)[A-Z_]*)$/;

function freshnessText(freshness: Freshness, now: number): string {
  switch (freshness.state) {
    case 'not-connected':
      return 'not connected';
    case 'connecting':
      return `connecting, begun ${age(freshness.since, now)}`;
    case 'listing':
      return `listing, ${freshness.received} received`;
    case 'live': {
      const missing = freshness.partial?.missing ?? [];
      const why = [...new Set(missing.map(({ error }) => errorText(error)))].join(', ');
      return missing.length === 0 ? 'live' : `live in part, ${missing.length} namespaces missing (${why})`;
    }
    case 'forbidden':
      return `forbidden, found ${age(freshness.since, now)}`;
    case 'catching-up':
      return `rows from ${age(freshness.since, now)}, kept while nobody looks`;
    default: {
      const { state }: Freshness = freshness;
      if (!('error' in freshness)) return state;
      const retry = freshness.retryAt === null ? 'waits for the user' : `retries in ${seconds(freshness.retryAt - now)}`;
      return `${state}, begun ${age(freshness.since, now)} (${errorText(freshness.error)}), attempt ${freshness.attempt}, ${retry}`;
    }
  }
}

/** `v1.33.2`, and which distribution where its mark is a known one; anything else of a version is left out. */
function plainVersion(version: string): string {
  const number = /^v?\d{1,4}(?:\.\d{1,4}){0,2}/.exec(version)?.[0] ?? 'unknown';
  const mark = /[-+](eks|gke|k3s|rke2|aks|k0s)\b/.exec(version)?.[1];
  return mark === undefined ? number : `${number} ${mark}`;
}

/** Name, numbers of the release, architecture: the rest of a kernel's release may be anybody's words. */
function plainSystem(os: string): string {
  const [name = '', release = ''] = os.split(' ');
  const architecture = /\b(x64|arm64|ia32|arm|riscv64|ppc64|s390x)$/.exec(os)?.[1] ?? '';
  const known = ['Linux', 'Darwin', 'Windows_NT', 'FreeBSD'].includes(name) ? name : 'unknown';
  return [known, /^\d{1,5}(?:\.\d{1,5}){0,2}/.exec(release)?.[0] ?? '', architecture].filter((part) => part !== '').join(' ');
}

function loopText({ stallMs, heapBytes }: LoopDiagnostics): string {
  return `longest stall in the last minute ${stallMs === null ? 'not measured' : ms(stallMs)}, heap ${megabytes(heapBytes)}`;
}

function restartText(restarts: Readonly<Partial<Record<RestartReason, number>>>): string {
  const parts = Object.entries(restarts).map(([reason, count]) => `${reason} ${count}`);
  return parts.length === 0 ? 'none' : parts.join(', ');
}

function ms(value: number): string {
  return `${Math.round(value)} ms`;
}

function seconds(value: number): string {
  return `${Math.round(Math.abs(value) / 1_000)} s${value < 0 ? ' ago' : ''}`;
}

function age(at: number | null, now: number): string {
  return at === null ? 'never' : `${Math.max(0, Math.round((now - at) / 1_000))} s ago`;
}

function rate(value: number | null): string {
  return value === null ? 'unknown' : value.toFixed(1);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
