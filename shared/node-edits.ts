import { z } from 'zod';
import { failure, type Result, success } from './cluster-error.ts';
import { goQuote, labelKeyFaults, labelValueFaults } from './label-syntax.ts';

/*
 * Changes of taints and labels, and what `kubectl taint` and `kubectl label` refuse of them before they ask a cluster, in kubectl's words: forms show
 * them while somebody types, and the main side checks them again.
 */

/** In the order of their weight. */
export const taintEffects = ['PreferNoSchedule', 'NoSchedule', 'NoExecute'] as const;

/** One of `taintEffects`. */
export type TaintEffect = (typeof taintEffects)[number];

/** Longest key or value, in characters: far beyond what Kubernetes takes, so that its own message is said. */
const longestText = 1000;
/** Changes of one action: more than a form holds. */
const mostChanges = 100;

const text = z.string().max(longestText);

const taintChange = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('set'), key: text, value: text, effect: z.enum(taintEffects) }),
  /** An empty effect removes the key with every effect. */
  z.strictObject({ type: z.literal('remove'), key: text, effect: z.union([z.enum(taintEffects), z.literal('')]) }),
]);

const labelChange = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('set'), key: text, value: text }),
  z.strictObject({ type: z.literal('remove'), key: text }),
]);

/** What is to become of the taints of nodes, in the order in which kubectl would be told. */
export const taintChangesSchema = z.array(taintChange).min(1).max(mostChanges);

/** What is to become of labels, in the order in which kubectl would be told. */
export const labelChangesSchema = z.array(labelChange).min(1).max(mostChanges);

export type TaintChange = z.output<typeof taintChange>;
export type LabelChange = z.output<typeof labelChange>;

/** The word that tells kubectl this change: `dedicated=gpu:NoSchedule`, `dedicated:NoSchedule-`, `dedicated-`. */
export function taintWord(change: TaintChange): string {
  const effect = change.effect === '' ? '' : `:${change.effect}`;
  if (change.type === 'remove') return `${change.key}${effect}-`;
  return `${change.key}${change.value === '' ? '' : `=${change.value}`}${effect}`;
}

/** The word that tells kubectl this change: `disk=ssd`, `disk-`. */
export function labelWord(change: LabelChange): string {
  return change.type === 'set' ? `${change.key}=${change.value}` : `${change.key}-`;
}

/** Reads words as `kubectl taint` does (pkg/cmd/taint: parseTaints, Validate); its message where it refuses them. */
export function parseTaintWords(words: readonly string[]): Result<TaintChange[], string> {
  const changes: TaintChange[] = [];
  for (const word of words) {
    const removes = word.endsWith('-');
    const parsed = parseTaint(removes ? word.slice(0, -1) : word);
    if (!parsed.ok) return parsed;
    const { key, value, effect } = parsed.value;
    if (removes) {
      changes.push({ type: 'remove', key, effect });
      continue;
    }
    if (effect === '') return failure(`invalid taint spec: ${word}`);
    const twice = changes.some((change) => change.type === 'set' && change.key === key && change.effect === effect);
    // Go's %v of a v1.Taint.
    if (twice) return failure(`duplicated taints with the same key and effect: {${key} ${value} ${effect} <nil>}`);
    changes.push({ type: 'set', key, value, effect });
  }
  const both = conflictsOf(changes);
  if (both.length > 0) return failure(`can not both modify and remove the following taint(s) in the same command: ${both.join(', ')}`);
  return success(changes);
}

/** Reads words as `kubectl label` does (pkg/cmd/label: parseLabels); its message where it refuses them. It leaves keys to the API server. */
export function parseLabelWords(words: readonly string[]): Result<LabelChange[], string> {
  const changes: LabelChange[] = [];
  for (const word of words) {
    if (word.includes('=')) {
      const [key = '', value = '', ...more] = word.split('=');
      if (more.length > 0) return failure(`invalid label spec: ${word}`);
      const faults = labelValueFaults(value);
      if (faults.length > 0) return failure(`invalid label value: ${goQuote(word)}: ${faults.join(';')}`);
      changes.push({ type: 'set', key, value });
    } else if (word.endsWith('-')) changes.push({ type: 'remove', key: word.slice(0, -1) });
    else return failure(`unknown label spec: ${word}`);
  }
  const set = new Set(changes.flatMap((change) => (change.type === 'set' ? [change.key] : [])));
  if (changes.some((change) => change.type === 'remove' && set.has(change.key))) {
    return failure('can not both modify and remove a label in the same command');
  }
  return success(changes);
}

/** What kubectl refuses of these changes; null = nothing. Pure. */
export function taintChangesFault(changes: readonly TaintChange[]): string | null {
  const parsed = parseTaintWords(changes.map(taintWord));
  if (!parsed.ok) return parsed.error;
  // A key with `:` in it reads as another taint.
  const odd = changes.find((change, index) => !sameChange(change, parsed.value[index]));
  return odd === undefined ? null : `invalid taint spec: ${taintWord(odd)}`;
}

/** What kubectl refuses of these changes, or the API server of their keys; null = nothing. Pure. */
export function labelChangesFault(changes: readonly LabelChange[]): string | null {
  const parsed = parseLabelWords(changes.map(labelWord));
  if (!parsed.ok) return parsed.error;
  const odd = changes.find((change, index) => !sameChange(change, parsed.value[index]));
  if (odd !== undefined) return `invalid label spec: ${labelWord(odd)}`;
  for (const { type, key } of changes) {
    // What is not a key is no label of any object, so that removing it does nothing.
    const faults = type === 'set' ? labelKeyFaults(key) : [];
    if (faults.length > 0) return faults.map((fault) => `metadata.labels: Invalid value: ${goQuote(key)}: ${fault}`).join(', ');
  }
  return null;
}

interface ParsedTaint {
  readonly key: string;
  readonly value: string;
  readonly effect: TaintEffect | '';
}

/** `<key>=<value>:<effect>`, `<key>:<effect>` or `<key>` (parseTaint). */
function parseTaint(word: string): Result<ParsedTaint, string> {
  const parts = word.split(':');
  if (parts.length > 2) return failure(`invalid taint spec: ${word}`);
  let [key = ''] = parts;
  let value = '';
  let effect: ParsedTaint['effect'] = '';
  const [, given] = parts;
  if (given !== undefined) {
    const known = taintEffects.find((each) => each === given);
    if (known === undefined) return failure(`invalid taint effect: ${given}, unsupported taint effect`);
    effect = known;
    const pair = key.split('=');
    if (pair.length > 2) return failure(`invalid taint spec: ${word}`);
    [key = '', value = ''] = pair;
    const faults = labelValueFaults(value);
    if (faults.length > 0) return failure(`invalid taint spec: ${word}, ${faults.join('; ')}`);
  }
  const faults = labelKeyFaults(key);
  return faults.length > 0 ? failure(`invalid taint spec: ${word}, ${faults.join('; ')}`) : success({ key, value, effect });
}

/** `key=effect` of what is both set and removed. */
function conflictsOf(changes: readonly TaintChange[]): readonly string[] {
  const removed = changes.filter((change) => change.type === 'remove');
  return changes
    .filter((change) => change.type === 'set')
    .flatMap(({ key, effect }) => removed.filter((other) => other.key === key && (other.effect === '' || other.effect === effect)))
    .map(({ key, effect }) => `${key}=${effect}`);
}

function sameChange(a: TaintChange | LabelChange, b: TaintChange | LabelChange | undefined): boolean {
  return b !== undefined && JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
}
