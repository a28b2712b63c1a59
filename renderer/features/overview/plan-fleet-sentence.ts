import type { Problem } from '../../../shared/problem.ts';
import type { FleetCluster } from './plan-fleet.ts';
import type { IsIgnored } from './plan-problem-rows.ts';

/** One sentence of the head of the fleet: a message of `overview.json` under `sentence`, whose names stand out. */
export interface FleetSentence {
  readonly key: string;
  /** Names of clusters, to be joined and put where the message has `{{names}}`. Empty where it names none. */
  readonly names: readonly string[];
  /** What is wrong there, to be said and put where it has `{{what}}`; empty where it says nothing. */
  readonly what: readonly Problem[];
  /** For plurals, and where names would be too many. */
  readonly count: number;
  /** Said quietly: it needs nobody. */
  readonly quiet: boolean;
}

/** Clusters named in one sentence; more are counted. */
const mostNames = 3;
/** Broken clusters with a sentence of their own, and the problems it names. */
const mostTold = 2;
const mostProblems = 2;

/**
 * The fleet in a few sentences: who cannot be reached, who is broken and by what, who needs a look, who is fine. A cluster is in exactly one of them; nobody is fine who was not looked
 * at. Clusters that are not connected are left out: nobody asked about them.
 */
export function planFleetSentence(clusters: readonly FleetCluster[], isIgnored: IsIgnored): readonly FleetSentence[] {
  const asked = clusters.filter(({ state }) => state !== 'off');
  const of = (state: FleetCluster['state']) => asked.filter((cluster) => cluster.state === state);
  const unreachable = of('unknown').filter(({ condition }) => condition.kind === 'unreachable' || condition.kind === 'stale');
  const noLogin = of('unknown').filter(({ condition }) => condition.kind === 'noLogin');
  const unread = of('unknown').filter((cluster) => !unreachable.includes(cluster) && !noLogin.includes(cluster));
  const broken = of('broken');
  const told = broken.slice(0, mostTold);
  const fine = of('ok');
  const all = fine.length === asked.length;
  return [
    ...named('unreachable', unreachable),
    ...named('noLogin', noLogin),
    ...told.map((cluster) => ({
      ...sentence('broken', [cluster]),
      what: distinct(
        cluster.overview?.problems.filter(
          (problem) => problem.severity === 'broken' && problem.expected === null && !isIgnored(cluster.context.id, problem),
        ) ?? [],
      ).slice(0, mostProblems),
      count: cluster.counts.broken,
    })),
    ...named('alsoBroken', broken.slice(mostTold)),
    ...named('attention', of('attention')),
    ...named('unread', unread),
    ...named('reading', of('progressing'), true),
    ...(fine.length === 0
      ? []
      : all && fine.length > 1
        ? [{ ...sentence('allFine', fine), names: [], quiet: false }]
        : named('fine', fine, !all)),
  ];
}

/** None, or one sentence on these clusters: by name while they are few, else by number. */
function named(key: string, clusters: readonly FleetCluster[], quiet = false): readonly FleetSentence[] {
  if (clusters.length === 0) return [];
  if (clusters.length > mostNames) return [{ ...sentence(`${key}Many`, []), count: clusters.length, quiet }];
  return [{ ...sentence(key, clusters), quiet }];
}

function sentence(key: string, clusters: readonly FleetCluster[]): FleetSentence {
  return { key, names: clusters.map(({ context }) => context.displayName), what: [], count: clusters.length, quiet: false };
}

/** One problem per object and cause: two StatefulSets that crash are two, the same one twice is not. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ object, cause }) => {
    const key = `${cause}\n${object.kind}\n${object.namespace}\n${object.name}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
