import { objectOf, textOf, textsOf } from './json-fields.ts';
import { readJson } from './read-json.ts';
import { RequestFailure } from './request-failure.ts';
import type { Transport } from './transport.ts';

/** Who the server takes us for. */
export interface Myself {
  /** Null when the server has no SelfSubjectReview (before 1.28) or refuses it. */
  readonly user: string | null;
  readonly groups: readonly string[];
  readonly uid: string;
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/** Asks the server who we are, as `kubectl auth whoami` does. Rejects with RequestFailure when there is no answer. */
export async function whoAmI(transport: Transport, signal: AbortSignal): Promise<Myself> {
  const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
  const body = JSON.stringify({ kind: 'SelfSubjectReview', apiVersion: 'authentication.k8s.io/v1' });
  try {
    const review = await readJson(transport, { path, purpose: 'call', method: 'POST', body, signal });
    const info = objectOf(objectOf(objectOf(review).status).userInfo);
    return {
      user: textOf(info.username) || null,
      groups: textsOf(info.groups),
      uid: textOf(info.uid),
      extra: Object.fromEntries(Object.entries(objectOf(info.extra)).map(([key, values]) => [key, textsOf(values)])),
    };
  } catch (thrown) {
    if (thrown instanceof RequestFailure && thrown.error.kind === 'status') return { user: null, groups: [], uid: '', extra: {} };
    throw thrown;
  }
}
