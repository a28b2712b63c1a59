import { type LabelChange, labelWord, type TaintChange, taintWord } from './node-edits.ts';

/*
 * The words of the kubectl commands that do the same, for `kubectlCommand`. Nodes are named, never selected: labels may have changed by the
 * time the command is run.
 */

/** `kubectl cordon`, or `uncordon`. */
export function cordonWords(nodes: readonly string[], unschedulable: boolean): readonly string[] {
  return [unschedulable ? 'cordon' : 'uncordon', ...nodes];
}

/** `kubectl taint nodes`. */
export function taintWords(nodes: readonly string[], changes: readonly TaintChange[], overwrite: boolean): readonly string[] {
  return ['taint', 'nodes', ...nodes, ...changes.map(taintWord), ...(overwrite ? ['--overwrite'] : [])];
}

/** `kubectl label nodes`. */
export function labelWords(nodes: readonly string[], changes: readonly LabelChange[], overwrite: boolean): readonly string[] {
  return ['label', 'nodes', ...nodes, ...changes.map(labelWord), ...(overwrite ? ['--overwrite'] : [])];
}
