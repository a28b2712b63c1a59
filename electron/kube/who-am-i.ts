import { readJson } from './read-json.ts';
import { RequestFailure } from './request-failure.ts';
import type { Transport } from './transport.ts';

/** Who the server takes us for. */
export interface Myself {
  /** Null when the server has no SelfSubjectReview (before 1.28) or refuses it. */
  readonly user: string | null;
  readonly groups: readonly string[];
}

/** Asks the server who we are, as `kubectl auth whoami` does. Rejects with RequestFailure when there is no answer. */
export async function whoAmI(transport: Transport, signal: AbortSignal): Promise<Myself> {
  const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
  const body = JSON.stringify({ kind: 'SelfSubjectReview', apiVersion: 'authentication.k8s.io/v1' });
  try {
    const review = await readJson(transport, { path, purpose: 'call', method: 'POST', body, signal });
    const info = field(field(review, 'status'), 'userInfo');
    const user = field(info, 'username');
    const groups = field(info, 'groups');
    return {
      user: typeof user === 'string' && user !== '' ? user : null,
      groups: Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [],
    };
  } catch (thrown) {
    if (thrown instanceof RequestFailure && thrown.error.kind === 'status') return { user: null, groups: [] };
    throw thrown;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
