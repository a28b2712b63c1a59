import type { DrainNodePlan } from '../../../shared/drain.ts';

/*
 * What `kubectl drain` writes to its error output before it removes anything: PodDeleteList.Warnings and errors (kubectl/pkg/drain/filters.go), RunDrain
 * (pkg/cmd/drain/drain.go), CheckErr (pkg/cmd/util/helpers.go) and the aggregate of apimachinery `pkg/util/errors`. Pods are grouped by
 * message; kubectl's groups come in the random order of a Go map, ours in that of their first pod.
 */

/** Warnings and refusals of all nodes, as one text with line ends; empty when kubectl would say nothing. */
export function kubectlDrainText(nodes: readonly Pick<DrainNodePlan, 'name' | 'pods'>[]): string {
  let text = '';
  const failed: { readonly name: string; readonly errors: readonly string[] }[] = [];
  for (const { name, pods } of nodes) {
    const errors = grouped(pods, 'error').map(([message, names]) => `cannot delete ${message || 'unexpected error'}: ${names.join(', ')}`);
    if (errors.length > 0) {
      failed.push({ name, errors });
      text += `error: unable to drain node ${JSON.stringify(name)} due to error: ${aggregate(errors)}, continuing command...\n`;
      continue;
    }
    const warnings = grouped(pods, 'warning').map(([message, names]) => `${message}: ${names.join(', ')}`);
    if (warnings.length > 0) text += `Warning: ${warnings.join('; ')}\n`;
  }
  if (failed.length === 0) return text;
  text += `There are pending nodes to be drained:\n${failed.map(({ name }) => ` ${name}\n`).join('')}`;
  // CheckErr unwraps the error of a single node, and then writes a line for each of its parts.
  const last = failed.length === 1 ? (failed[0]?.errors ?? []) : failed.map(({ errors }) => aggregate(errors));
  return `${text}${last.join('\n')}\n`;
}

/** Pods with this status as `namespace/name`, by message. */
function grouped(pods: DrainNodePlan['pods'], status: 'warning' | 'error'): readonly (readonly [string, readonly string[]])[] {
  const groups = new Map<string, string[]>();
  for (const { namespace, name, verdict } of pods) {
    if (verdict.status !== status) continue;
    const group = groups.get(verdict.message) ?? [];
    group.push(`${namespace}/${name}`);
    groups.set(verdict.message, group);
  }
  return [...groups];
}

/** aggregate.Error(): one error as it is, several in brackets. */
function aggregate(errors: readonly string[]): string {
  return errors.length === 1 ? (errors[0] ?? '') : `[${errors.join(', ')}]`;
}
