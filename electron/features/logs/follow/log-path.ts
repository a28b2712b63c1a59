import { objectPath } from '../../../kube/resource-path.ts';

/** What is asked of one container's log. */
export interface LogQuestion {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** The run before the present one. */
  readonly previous: boolean;
  readonly follow: boolean;
  /** ms since the epoch, or seconds before now by the server's clock; null = from the beginning of the file. */
  readonly since: { readonly time: number } | { readonly seconds: number } | null;
  readonly tailLines: number | null;
}

/** Path and query of a log (v1.PodLogOptions). Stamps are always asked for. */
export function logPath(question: LogQuestion): string {
  const { namespace, pod, container, previous, follow, since, tailLines } = question;
  const query = new URLSearchParams({ container, timestamps: 'true' });
  if (follow) query.set('follow', 'true');
  if (previous) query.set('previous', 'true');
  if (since !== null && 'time' in since) query.set('sinceTime', new Date(since.time).toISOString());
  if (since !== null && 'seconds' in since) query.set('sinceSeconds', String(since.seconds));
  if (tailLines !== null) query.set('tailLines', String(tailLines));
  return `${objectPath({ group: '', version: 'v1', resource: 'pods' }, namespace, pod)}/log?${query}`;
}
