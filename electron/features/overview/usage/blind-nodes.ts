import { nodeFactsOf } from '../../../../shared/row-facts.ts';
import type { BlindNodes } from '../../../../shared/usage.ts';
import type { ContextSession } from '../../../kube/context-session.ts';
import type { UsageSampler } from './usage-sampler.ts';

const nodes = { group: '', version: 'v1', resource: 'nodes' };

/** What the list of nodes, where somebody reads it anyway, tells of those without a sample. Asks for metrics-server's flags once there is a ready node among them. */
export function blindNodesOf(session: ContextSession, sampler: UsageSampler): BlindNodes {
  const { state, samples } = sampler.nodes;
  const silent: string[] = [];
  let held = 0;
  let notScraped = false;
  for (const row of session.rowsOf(nodes)) {
    held++;
    if (!isReady(row)) silent.push(row.name);
    else if (state.state === 'live' && samples.get(row.name) === null) notScraped = true;
  }
  return { silent: held === 0 ? null : silent, certificatesChecked: notScraped ? sampler.kubeletCheck() : null };
}

/** A node whose Ready nobody has written yet is not ready. */
function isReady(row: { readonly facts?: object }): boolean {
  return nodeFactsOf(row)?.conditions.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}
