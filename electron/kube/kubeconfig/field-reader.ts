import { resolvePlain } from './resolve-plain.ts';
import type { Fault, LineTable, MapNode, YamlNode } from './yaml-node.ts';

/** Nodes that one extension may hold; aliases are counted each time, so a nest of them cannot fill the memory. */
const mostExtensionNodes = 200_000;

/**
 * Reads typed fields out of YAML maps with the strictness of Go's JSON decoder: a number where text belongs refuses the
 * file, an absent or null field is empty, an unknown field is passed over, the last of two equal keys wins.
 * Keeps the first fault and goes on, so that the names in a refused file are still known.
 */
export class FieldReader {
  readonly lines: LineTable;
  refused: Fault | null = null;
  readonly warnings: Fault[] = [];

  constructor(lines: LineTable) {
    this.lines = lines;
  }

  refuse(message: string, offset: number): void {
    this.refused ??= { message, place: this.lines.placeOf(offset) };
  }

  warn(message: string, offset: number): void {
    this.warnings.push({ message, place: this.lines.placeOf(offset) });
  }

  /** The fields of a map, by key; null and absent give an empty one. `what` names it in messages: `clusters[2].cluster`. */
  fields(node: YamlNode | undefined, what: string): Map<string, YamlNode> {
    const found = new Map<string, YamlNode>();
    if (node === undefined || isNull(node)) return found;
    if (node.kind !== 'map') {
      this.refuse(`${what} must be a map, not ${describe(node)}`, node.offset);
      return found;
    }
    for (const entry of node.entries) found.set(entry.key, entry.value);
    if (found.size !== node.entries.length) this.warnOfRepeatedKeys(node, what);
    return found;
  }

  private warnOfRepeatedKeys(node: MapNode, what: string): void {
    const offsets = new Map<string, number>();
    for (const entry of node.entries) {
      if (entry.merged) continue;
      const first = offsets.get(entry.key);
      if (first !== undefined) {
        const lines = `lines ${this.lines.placeOf(first).line} and ${this.lines.placeOf(entry.keyOffset).line}`;
        const where = what === 'the file' ? '' : ` in ${what}`;
        this.warn(`"${entry.key}" is written twice${where} (${lines}); the last one counts, as in kubectl`, entry.keyOffset);
      }
      offsets.set(entry.key, entry.keyOffset);
    }
  }

  list(node: YamlNode | undefined, what: string): readonly YamlNode[] {
    if (node === undefined || isNull(node)) return [];
    if (node.kind === 'list') return node.items;
    this.refuse(`${what} must be a list, not ${describe(node)}`, node.offset);
    return [];
  }

  text(node: YamlNode | undefined, what: string): string {
    if (node === undefined || isNull(node)) return '';
    if (node.kind !== 'scalar') {
      this.refuse(`${what} must be text, not ${describe(node)}`, node.offset);
      return '';
    }
    const type = typeOf(node);
    if (type !== 'string') {
      const shown = node.text.length > 40 ? 'the value' : node.text;
      this.refuse(`${what} must be text, but ${shown} is ${describe(node)}; put it in quotes`, node.offset);
    }
    return node.text;
  }

  boolean(node: YamlNode | undefined, what: string): boolean {
    if (node === undefined || isNull(node)) return false;
    if (node.kind === 'scalar') {
      const type = typeOf(node);
      if (type === 'true' || type === 'false') return type === 'true';
    }
    this.refuse(`${what} must be true or false, not ${describe(node)}`, node.offset);
    return false;
  }

  /** Base64 text to the text it holds (PEM). Go refuses the whole file when it is not base64. */
  base64(node: YamlNode | undefined, what: string): string {
    // Go reads an empty list as no bytes.
    if (node?.kind === 'list' && node.items.length === 0) return '';
    const text = this.text(node, what).replace(/[\r\n]/g, '');
    if (text === '' || node === undefined) return '';
    if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) {
      this.refuse(`${what} is not base64`, node.offset);
      return '';
    }
    return Buffer.from(text, 'base64').toString('utf8');
  }

  texts(node: YamlNode | undefined, what: string): string[] {
    return this.list(node, what).map((item, index) => this.text(item, `${what}[${index}]`));
  }

  /** Any YAML as plain JSON, for extensions; null-prototype objects, so keys cannot reach Object.prototype. */
  json(node: YamlNode | undefined): unknown {
    const budget = { left: mostExtensionNodes };
    return node === undefined ? null : this.toJson(node, budget);
  }

  private toJson(node: YamlNode, budget: { left: number }): unknown {
    if (--budget.left < 0) {
      if (budget.left === -1) this.warn('an extension is too large to be read and is ignored', node.offset);
      return null;
    }
    if (node.kind === 'list') return node.items.map((item) => this.toJson(item, budget));
    if (node.kind === 'map') {
      const object = Object.create(null) as Record<string, unknown>;
      for (const entry of node.entries) object[entry.key] = this.toJson(entry.value, budget);
      return object;
    }
    const type = typeOf(node);
    if (type === 'null') return null;
    if (type === 'string') return node.text;
    return type === 'number' ? Number(node.text.replace(/_/g, '')) : type === 'true';
  }
}

function typeOf(node: { readonly text: string; readonly plain: boolean; readonly tag: string }): ReturnType<typeof resolvePlain> {
  if (node.tag === '' || node.tag === '?') return node.plain ? resolvePlain(node.text) : 'string';
  if (/^!!(?:int|float|bool|null)$|^!?<?tag:yaml\.org,2002:(?:int|float|bool|null)>?$/.test(node.tag)) return resolvePlain(node.text);
  return 'string';
}

function isNull(node: YamlNode): boolean {
  return node.kind === 'scalar' && typeOf(node) === 'null';
}

function describe(node: YamlNode): string {
  if (node.kind !== 'scalar') return node.kind === 'list' ? 'a list' : 'a map';
  const type = typeOf(node);
  if (type === 'number') return 'a number';
  if (type === 'null') return 'null';
  return type === 'string' ? 'text' : 'a boolean';
}
