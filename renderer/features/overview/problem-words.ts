import { useTranslation } from 'react-i18next';
import type { Problem, ProblemObject } from '../../../shared/problem.ts';
import { useNowAs } from '../../state/clock.ts';
import { planProblemWords } from './plan-problem-words.ts';
import { writeFacts } from './write-facts.ts';

type Translate = (key: string, values: Readonly<Record<string, string | number>>) => string;

/** A problem in a few words, for the sentence over the fleet: `payments-gateway crash-loops`. */
export function problemPhrase({ cause, object }: Pick<Problem, 'cause' | 'object'>, t: Translate): string {
  return t(`cause.${cause}.phrase`, { name: object.name });
}

/** A problem as one line says it, and its pane. */
export interface SaidProblem {
  /** `Crash-looping: OOMKilled 17 times, limit 512Mi, exit 137` */
  readonly sentence: string;
  /** The cause alone: `Crash-looping`. */
  readonly cause: string;
  readonly why: string;
  readonly next: string;
}

/** Ends of certificates are said in days or hours: nothing finer is looked at. In ms. */
const stepMs = 60_000;

/** Says problems in the reader's language. */
export function useSayProblem(): (problem: Problem) => SaidProblem {
  const { t, i18n } = useTranslation('problems');
  const minute = useNowAs((now) => Math.floor(now / stepMs));
  return (problem) => {
    const facts = writeFacts(problem, minute * stepMs, i18n.language);
    const { head, details, why, next } = planProblemWords(problem.cause, facts);
    const said = t(head.key, head.values);
    const list = details.map(({ key, values }) => t(key, values)).join(', ');
    return {
      sentence: list === '' ? said : t('say', { head: said, details: list }),
      cause: t(`cause.${problem.cause}.head`),
      why: t(why.key, why.values),
      next: t(next.key, next.values),
    };
  };
}

/** What a problem is about, as the list names it: the object, or in words what is no object. `name`: it can be pasted into a terminal. */
export function useWhat(): (problem: Problem) => { readonly text: string; readonly name: boolean } {
  const { t } = useTranslation('problems');
  return ({ object, cause, facts }) => {
    if (object.name !== '') return { text: object.name, name: true };
    if (cause === 'credential-expiring' && isOurs(facts.what)) return { text: t(`what.${facts.what}`), name: false };
    if (typeof facts.of === 'number' && typeof facts.count === 'number') return { text: t('what.namespaces', facts), name: false };
    if (facts.resources !== undefined) return { text: t('what.lists', facts), name: false };
    return { text: t(`cause.${cause}.head`), name: false };
  };
}

function isOurs(what: string | number | undefined): what is string {
  return what === 'client-certificate' || what === 'token' || what === 'server-certificate';
}

/** Causes whose affected things are pods. */
const ofPods: ReadonlySet<ProblemObject['kind']> = new Set([
  'Pod',
  'Node',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'PodDisruptionBudget',
]);

/** What long kinds are called where there is little room. */
const briefKinds: Readonly<Record<string, string>> = {
  PersistentVolumeClaim: 'PVC',
  PodDisruptionBudget: 'PDB',
  HorizontalPodAutoscaler: 'HPA',
  ResourceQuota: 'quota',
  ValidatingWebhookConfiguration: 'webhook',
  MutatingWebhookConfiguration: 'webhook',
};

/** What a problem affects: `2 of 4 pods`, `4 hosts`, `1 CronJob`; empty where nothing is counted. */
export function useAffects(): (problem: Problem) => string {
  const { t } = useTranslation('problems');
  return ({ object, affected, total, facts, pods }) => {
    if (typeof facts.hosts === 'number') return t('affects.hosts', { count: facts.hosts });
    if (affected > 0 && (ofPods.has(object.kind) || pods.length > 0)) {
      return total !== null && total > affected ? t('affects.podsOf', { count: affected, total }) : t('affects.pods', { count: affected });
    }
    return object.kind === '' ? '' : t('affects.kind', { kind: briefKinds[object.kind] ?? object.kind });
  };
}
