import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException } from 'js-yaml';
import { resolvePlain } from './resolve-plain.ts';

/** A place in a text: both 1-based, columns in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What is wrong in a text, and where; `place` is null when the fault is not in one place. */
export interface Fault {
  readonly message: string;
  readonly place: Place | null;
}

/** A node of a YAML document with the offset it starts at. Aliases are resolved to the node they name. */
export type YamlNode = ScalarNode | ListNode | MapNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly offset: number;
  readonly text: string;
  /** Plain scalars are resolved as kubectl's YAML does; quoted and block ones are strings. */
  readonly plain: boolean;
  readonly tag: string;
}

export interface ListNode {
  readonly kind: 'list';
  readonly offset: number;
  readonly items: readonly YamlNode[];
}

export interface MapNode {
  readonly kind: 'map';
  readonly offset: number;
  /** In document order; a repeated key appears once for each time it is written. Merge keys are expanded in place. */
  readonly entries: readonly MapEntry[];
}

export interface MapEntry {
  readonly key: string;
  readonly keyOffset: number;
  readonly value: YamlNode;
  /** True when it came through `<<`. */
  readonly merged: boolean;
}

/** The first document of a YAML text, as kubectl reads it. */
export interface YamlDocument {
  /** Null when the text holds no document. */
  readonly root: YamlNode | null;
  /** Offset of the second document, which kubectl ignores; null when there is none. */
  readonly secondDocumentAt: number | null;
}

/** Thrown by parseYaml; `offset` is where the reader gave up. */
export class YamlFault extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.name = 'YamlFault';
    this.offset = offset;
  }
}

/** Kubeconfigs nest about six deep; a document deeper than this is an attack on the reader. */
const deepestNesting = 100;

/**
 * Parses the first document of a text into nodes that know where they stand. Throws YamlFault on what is not YAML.
 * The rest is ignored as kubectl does, even when it is not YAML (yaml.Unmarshal of go-yaml v2 stops at the first document).
 */
export function parseYaml(text: string): YamlDocument {
  const events = readEvents(text);
  return new NodeBuilder(text, events).build();
}

function readEvents(text: string): Event[] {
  try {
    return parseEvents(text, { maxDepth: deepestNesting });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const end = endOfFirstDocument(text);
    if (end !== null && (error.mark?.position ?? 0) >= end) {
      try {
        return [...parseEvents(text.slice(0, end), { maxDepth: deepestNesting }), secondDocument];
      } catch {
        // The first document is at fault as well: the error of the whole text names the place.
      }
    }
    throw new YamlFault(error.reason, error.mark?.position ?? 0);
  }
}

/** Stands for documents that were cut off because they are not YAML. */
const secondDocument: Event = { type: EVENT_ID.DOCUMENT, explicitStart: true, explicitEnd: false, directives: [] };

/** Offset of the `---` or `...` line that ends the first document; null when nothing follows it. */
function endOfFirstDocument(text: string): number | null {
  const separators = /^(?:---|\.\.\.)(?=[ \t\r\n]|$)/gm;
  for (let match = separators.exec(text); match !== null; match = separators.exec(text)) {
    const before = text.slice(0, match.index).replace(/^\uFEFF/, '');
    if (/^[^#%\r\n]*\S/m.test(before.replace(/^\s*[#%].*$/gm, ''))) return match.index;
  }
  return null;
}

class NodeBuilder {
  private readonly text: string;
  private readonly events: readonly Event[];
  private next = 0;
  private readonly anchors = new Map<string, YamlNode | null>();

  constructor(text: string, events: readonly Event[]) {
    this.text = text;
    this.events = events;
  }

  build(): YamlDocument {
    if (this.events.length === 0) return { root: null, secondDocumentAt: null };
    this.next = 1;
    const root = this.node();
    const closed = this.next + 1;
    const second = this.events[closed] === undefined ? null : (endOfFirstDocument(this.text) ?? this.text.length);
    return { root, secondDocumentAt: second };
  }

  private node(): YamlNode {
    const event = this.events[this.next];
    this.next++;
    if (event === undefined) throw new YamlFault('the document ends too early', this.text.length);
    switch (event.type) {
      case EVENT_ID.SCALAR: {
        const node: ScalarNode = {
          kind: 'scalar',
          offset: event.valueStart < 0 ? this.offsetHere() : quoted(event.style) ? event.valueStart - 1 : event.valueStart,
          text: event.valueStart < 0 ? '' : getScalarValue(this.text, event),
          plain: event.style === SCALAR_STYLE.PLAIN,
          tag: event.tagStart < 0 ? '' : this.text.slice(event.tagStart, event.tagEnd),
        };
        this.remember(event, node);
        return node;
      }
      case EVENT_ID.SEQUENCE: {
        const name = this.anchorOf(event);
        if (name !== null) this.anchors.set(name, null);
        const items: YamlNode[] = [];
        while (!this.atPop()) items.push(this.node());
        const node: ListNode = { kind: 'list', offset: event.start, items };
        this.remember(event, node);
        return node;
      }
      case EVENT_ID.MAPPING: {
        const name = this.anchorOf(event);
        if (name !== null) this.anchors.set(name, null);
        const entries: MapEntry[] = [];
        while (!this.atPop()) this.entry(entries);
        const node: MapNode = { kind: 'map', offset: event.start, entries };
        this.remember(event, node);
        return node;
      }
      case EVENT_ID.ALIAS: {
        const name = this.text.slice(event.anchorStart, event.anchorEnd);
        const target = this.anchors.get(name);
        if (target === undefined) throw new YamlFault(`the anchor "${name}" is not defined`, event.anchorStart - 1);
        if (target === null) throw new YamlFault(`the anchor "${name}" contains itself`, event.anchorStart - 1);
        return target;
      }
      default:
        throw new YamlFault('the document ends too early', this.text.length);
    }
  }

  private entry(entries: MapEntry[]): void {
    if (this.plainKey(entries)) return;
    const key = this.node();
    const value = this.node();
    if (key.kind !== 'scalar') throw new YamlFault('a key must be plain text', key.offset);
    if (key.plain && key.text === '<<' && key.tag === '') {
      for (const source of value.kind === 'list' ? [...value.items].reverse() : [value]) {
        if (source.kind !== 'map') throw new YamlFault('a merge key (<<) needs a map', source.offset);
        for (const entry of source.entries) entries.push({ ...entry, merged: true });
        if (entries.length > mostEntries) throw new YamlFault('merge keys (<<) make this map too large', key.offset);
      }
      return;
    }
    if (key.plain && key.tag === '' && resolvePlain(key.text) === 'null') throw new YamlFault('a key must not be null', key.offset);
    entries.push({ key: key.text, keyOffset: key.offset, value, merged: false });
  }

  /** The short way for `word: …`, which nearly every entry is: no node is made for the key. False, and nothing is taken, for others. */
  private plainKey(entries: MapEntry[]): boolean {
    const event = this.events[this.next];
    if (event?.type !== EVENT_ID.SCALAR || event.style !== SCALAR_STYLE.PLAIN || !event.fast) return false;
    if (event.valueStart < 0 || event.tagStart >= 0 || event.anchorStart >= 0) return false;
    const key = this.text.slice(event.valueStart, event.valueEnd);
    if (key === '<<' || resolvePlain(key) === 'null') return false;
    this.next++;
    entries.push({ key, keyOffset: event.valueStart, value: this.node(), merged: false });
    return true;
  }

  private atPop(): boolean {
    if (this.events[this.next]?.type !== EVENT_ID.POP) return false;
    this.next++;
    return true;
  }

  private anchorOf(event: { readonly anchorStart: number; readonly anchorEnd: number }): string | null {
    return event.anchorStart < 0 ? null : this.text.slice(event.anchorStart, event.anchorEnd);
  }

  private remember(event: { readonly anchorStart: number; readonly anchorEnd: number }, node: YamlNode): void {
    const name = this.anchorOf(event);
    if (name !== null) this.anchors.set(name, node);
  }

  /** Where an empty scalar stands: just after the node before it. */
  private offsetHere(): number {
    for (let index = this.next - 2; index >= 0; index--) {
      const event = this.events[index];
      if (event?.type === EVENT_ID.SCALAR && event.valueEnd >= 0) return event.valueEnd;
      if ((event?.type === EVENT_ID.MAPPING || event?.type === EVENT_ID.SEQUENCE) && event.start >= 0) return event.start;
    }
    return 0;
  }
}

/** go-yaml reads these as floats wherever they stand, and they cannot become JSON. */
const infinite = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** The first value of a document that is infinite or not a number, which kubectl refuses; overwritten values do not count. */
export function findInfinite(root: YamlNode, text: string): ScalarNode | null {
  return /\.(?:inf|nan)/i.test(text) ? infiniteIn(root, { left: mostEntries }) : null;
}

function infiniteIn(node: YamlNode, budget: { left: number }): ScalarNode | null {
  if (--budget.left < 0) return null;
  if (node.kind === 'scalar') return node.plain && node.tag === '' && infinite.test(node.text) ? node : null;
  const children = node.kind === 'list' ? node.items : new Map(node.entries.map((entry) => [entry.key, entry.value])).values();
  for (const child of children) {
    const found = infiniteIn(child, budget);
    if (found !== null) return found;
  }
  return null;
}

/** Entries one map may have after merge keys were expanded; guards against a merge bomb. */
const mostEntries = 200_000;

function quoted(style: number): boolean {
  return style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
}

/** Finds line and column of offsets in one text; the line table is made when first asked. */
export class LineTable {
  private readonly text: string;
  private starts: number[] | null = null;

  constructor(text: string) {
    this.text = text;
  }

  placeOf(offset: number): Place {
    this.starts ??= lineStarts(this.text);
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.starts[low] ?? 0) + 1 };
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
