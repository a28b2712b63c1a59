import { stringify } from 'yaml';

/**
 * Prints an object as `kubectl get -o yaml` does: members sorted, no folding, no anchors. Strings that YAML 1.1 readers
 * (kubectl's included) would take for something else, such as `yes`, `0777` or `1_000`, are quoted. BigInt prints as its digits.
 */
export function printYaml(object: unknown): string {
  return stringify(object, { version: '1.1', lineWidth: 0, sortMapEntries: true, aliasDuplicateObjects: false, indentSeq: false });
}
