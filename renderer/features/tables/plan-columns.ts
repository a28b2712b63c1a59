import type { Column, ColumnType } from '../../../shared/row.ts';
import type { TableSettings } from '../../../shared/settings.ts';

/** One column as the table draws it. Widths in px. */
export interface PlannedColumn {
  readonly id: string;
  /** Head in sentence case; the page's own columns (`state`, `name`, `cluster`, `namespace`) are named by messages. */
  readonly head: string;
  readonly type: ColumnType;
  readonly width: number;
  readonly alignRight: boolean;
  readonly description: string;
}

export interface ColumnPlan {
  readonly columns: readonly PlannedColumn[];
  /** Swatch and initials instead of names. */
  readonly shortClusters: boolean;
  /** Sum of all widths with the fixed ones; the table scrolls sideways when this is more than there is. */
  readonly width: number;
}

/** What decides which columns fit. */
export interface ColumnPlanInput {
  readonly columns: readonly Column[];
  readonly settings: Pick<TableSettings, 'hidden' | 'shown' | 'order' | 'widths'>;
  readonly manyClusters: boolean;
  readonly namespaced: boolean;
  /** NAME stands last and is not shown by itself (events). */
  readonly nameLast: boolean;
  /** px. */
  readonly available: number;
  /** Longest text seen under a column, in characters. */
  readonly sampled: ReadonlyMap<string, number>;
}

/** Checkbox and state shape, before every other column (design.md, tables). */
export const checkboxWidth = 34;
export const stateWidth = 24;
const nameMin = 150;
const nameWanted = 232;
const nameMost = 460;
/** Advance of JetBrains Mono at 12 px. */
const monoWidth = 7.2;
const shortClusterBelow = 620;
const clusterWidth = 118;
const shortClusterWidth = 62;
const paddingX = 16;
/** A generous average advance of Inter at 13 px with tabular figures: a column a little too wide beats a word cut short. */
export const characterWidth = 7.8;
const textMin = 56;
/** Long texts get this much where there is room for the whole name, else the narrow width. */
const textMax = 304;
const textNarrow = 168;
/** Shown without asking although kubectl keeps it for `-o wide`: it answers "where". */
const alwaysWanted = new Set(['node']);
/** Leave in this order when there is no room (design.md). */
const leaveFirst = ['cpu', 'ready', 'node', 'memory', 'namespace'];
const neverLeave = new Set(['name', 'status', 'message', 'cluster', 'reason']);
const fixedWidths: Record<string, number> = {
  status: 136,
  restarts: 78,
  age: 70,
  ready: 62,
  'last-seen': 82,
  cpu: 68,
  memory: 80,
  'cpu-trend': 104,
  'memory-trend': 104,
};
/** Columns that take what is left beside the name. */
const wide = new Set(['message']);

const ownColumn = (id: string, width: number): PlannedColumn => ({ id, head: id, type: 'text', width, alignRight: false, description: '' });

/** Ids that may be shown or hidden, in the order in which they stand; for the column chooser. */
export function columnChoices(
  input: Omit<ColumnPlanInput, 'available' | 'sampled'>,
): readonly { id: string; head: string; shown: boolean; description: string }[] {
  return orderedColumns(input).map((column) => ({
    id: column.id,
    head: column.head,
    description: column.description,
    shown: isWanted(input, column.id),
  }));
}

/** Chooses columns, order and widths for the room there is. Pure. */
export function planColumns(input: ColumnPlanInput): ColumnPlan {
  const shortClusters = input.available < shortClusterBelow;
  const wanted = orderedColumns(input).filter((column) => isWanted(input, column.id));
  const room = input.available - checkboxWidth - stateWidth;
  const roomy = wanted.map((column) => ({ ...column, width: widthOf(input, column, shortClusters, textMax) }));
  const nameShort = roomy.some(({ id }) => id === 'name') ? nameWanted - nameMin : 0;
  const fits = roomy.reduce((sum, column) => sum + column.width, nameShort) <= room;
  const sized = fits ? roomy : wanted.map((column) => ({ ...column, width: widthOf(input, column, shortClusters, textNarrow) }));
  const kept = leave(sized, room, new Set(input.settings.shown));
  const used = kept.reduce((sum, column) => sum + column.width, 0);
  const columns = spread(kept, Math.max(0, room - used), input);
  return { columns, shortClusters, width: columns.reduce((sum, column) => sum + column.width, checkboxWidth + stateWidth) };
}

/** Gives what is left to messages, else to the name until it fits, and then to the other texts: a name must not stand far from its facts. */
function spread(kept: readonly PlannedColumn[], spare: number, input: ColumnPlanInput): readonly PlannedColumn[] {
  const free = (column: PlannedColumn) => input.settings.widths[column.id] === undefined;
  const messages = kept.filter((column) => wide.has(column.id) && free(column));
  const name = kept.find((column) => column.id === 'name' && free(column));
  if (messages.length > 0) return widen(kept, messages, spare);
  if (!name) return kept;
  const ideal = Math.min(nameMost, Math.max(nameWanted, Math.round((input.sampled.get('name') ?? 0) * monoWidth) + 32));
  const toName = Math.min(spare, Math.max(0, ideal - name.width));
  const others = kept.filter((column) => column !== name && !column.alignRight && free(column));
  const each = others.length > 0 ? Math.floor((spare - toName) / (others.length + 1)) : 0;
  const widened = widen(kept, others, each * others.length);
  return widen(
    widened,
    widened.filter(({ id }) => id === 'name'),
    spare - each * others.length,
  );
}

function widen(all: readonly PlannedColumn[], which: readonly PlannedColumn[], by: number): readonly PlannedColumn[] {
  const ids = new Set(which.map(({ id }) => id));
  const each = ids.size > 0 ? Math.floor(by / ids.size) : 0;
  return all.map((column) => (ids.has(column.id) ? { ...column, width: column.width + each } : column));
}

function orderedColumns(input: Omit<ColumnPlanInput, 'available' | 'sampled'>): PlannedColumn[] {
  const own = [
    ...(input.nameLast ? [] : [ownColumn('name', nameWanted)]),
    ...(input.manyClusters ? [ownColumn('cluster', clusterWidth)] : []),
    ...(input.namespaced ? [ownColumn('namespace', 96)] : []),
  ];
  const kind = input.columns
    .filter(({ id }) => id !== 'name' && id !== 'namespace')
    .map(
      (column): PlannedColumn => ({
        id: column.id,
        head: sentenceCase(column.name),
        type: column.type,
        width: 0,
        alignRight: column.type !== 'text',
        description: column.description,
      }),
    );
  const status = kind.filter(({ id }) => id === 'status');
  const age = kind.filter(({ id }) => id === 'age');
  const rest = kind.filter(({ id }) => id !== 'status' && id !== 'age');
  const all = [...own, ...status, ...rest, ...(input.nameLast ? [ownColumn('name', nameWanted)] : []), ...age];
  const place = new Map(input.settings.order.map((id, index) => [id, index]));
  if (place.size === 0) return all;
  // Columns the user has never moved keep their neighbours: they stand behind the one they stood behind.
  const result = all.filter(({ id }) => place.has(id)).sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
  all.forEach((column, index) => {
    if (place.has(column.id)) return;
    const before = all[index - 1];
    const at = before ? result.findIndex(({ id }) => id === before.id) + 1 : 0;
    result.splice(at, 0, column);
  });
  return result;
}

function isWanted(input: Omit<ColumnPlanInput, 'available' | 'sampled'>, id: string): boolean {
  if (input.settings.hidden.includes(id)) return false;
  if (input.settings.shown.includes(id)) return true;
  if (id === 'name') return !input.nameLast;
  const column = input.columns.find((each) => each.id === id);
  return !column || column.priority === 0 || alwaysWanted.has(id);
}

function widthOf(input: ColumnPlanInput, column: PlannedColumn, shortClusters: boolean, most: number): number {
  const chosen = input.settings.widths[column.id];
  if (chosen !== undefined) return Math.max(40, chosen);
  if (column.id === 'name') return nameMin;
  if (column.id === 'cluster') return shortClusters ? shortClusterWidth : clusterWidth;
  if (wide.has(column.id)) return 220;
  const fixed = fixedWidths[column.id];
  if (fixed !== undefined) return fixed;
  const characters = Math.max(column.head.length * 0.92 + 1, input.sampled.get(column.id) ?? 0);
  return Math.round(Math.min(most, Math.max(textMin, characters * characterWidth + paddingX)));
}

function leave(columns: readonly PlannedColumn[], room: number, chosen: ReadonlySet<string>): readonly PlannedColumn[] {
  let kept = columns;
  const tooWide = () => kept.reduce((sum, column) => sum + column.width, 0) > room;
  const candidates = [
    ...leaveFirst,
    ...columns
      .map(({ id }) => id)
      .reverse()
      .filter((id) => id !== 'age' && id !== 'restarts' && !leaveFirst.includes(id)),
  ];
  for (const id of candidates) {
    if (!tooWide()) break;
    if (neverLeave.has(id) || chosen.has(id)) continue;
    kept = kept.filter((column) => column.id !== id);
  }
  return kept;
}

const acronyms = new Set(['IP', 'OS', 'CPU', 'API', 'URL', 'UID', 'UUID', 'TLS', 'DNS', 'ID', 'CIDR', 'PV', 'PVC', 'QOS', 'SAN', 'CA']);

/** kubectl's `NOMINATED NODE` as a head that can be read: `Nominated node`; `CLUSTER-IP` stays `Cluster-IP`. */
export function sentenceCase(name: string): string {
  // A server's Table may write a head in its own case, which is kept unless it shouts.
  if (name !== name.toUpperCase()) return name.charAt(0).toUpperCase() + name.slice(1);
  const words = name.split(/([ -])/).map((word) => (acronyms.has(word) ? word : word.toLowerCase()));
  const text = words.join('');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
