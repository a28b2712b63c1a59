import type {
  AccessAnswer,
  AccessCell,
  AccessIdentity,
  AccessRow,
  AccessRows,
  AccessSubject,
  AccessSubjectAnswer,
  ImpliedAccess,
} from '../../../shared/access.ts';
import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { ContextId } from '../../../shared/context-id.ts';
import type { Bridge } from '../../bridge/bridge.ts';

/** Cells of one call: what a screen shows, so that it is confirmed first. */
const cellsOfCall = 200;
/** Calls at a time: while one is answered, the next is on its way. */
const callsAtOnce = 2;

/** What a matrix is about: whose rights, in one cluster, in one namespace (empty = in every one), of objects with one name (empty = any). */
export interface MatrixTarget {
  readonly contextId: ContextId;
  readonly subject: AccessSubject;
  readonly namespace: string;
  readonly name: string;
}

/** What is known of one cell. */
export interface KnownCell {
  readonly answer: AccessAnswer['answer'];
  /** `implied`: a wider question was answered; `roles`: the server cannot be asked about this subject. */
  readonly how: 'implied' | 'asked' | 'roles';
  /** The server's answer; null before it came. */
  readonly said: AccessAnswer | null;
  /** What RBAC objects say, where they say something else than the server did; null otherwise. */
  readonly disagrees: 'yes' | 'no' | null;
}

/** A matrix as it is now; another object after each change. */
export interface MatrixView {
  readonly target: MatrixTarget;
  readonly rows: readonly AccessRow[];
  readonly failedGroups: AccessRows['failedGroups'];
  /** Null until the cluster has said who the subject is. */
  readonly who: AccessSubjectAnswer | null;
  /** Why RBAC objects could not be read; null when they were, or were not asked for yet. */
  readonly rolesError: ClusterError | null;
  /** Why there is no matrix; null while there is one or it is being asked for. */
  readonly error: ClusterError | null;
  readonly asked: number;
  readonly unanswered: number;
  /** Why the last of the unanswered cells has no answer; null while all have one, or an authorizer failed. */
  readonly cellError: ClusterError | null;
  /** ms since the epoch when the last cell was answered; null while some are not. */
  readonly completeAt: number | null;
  /** What is known of a cell; null = nothing yet. */
  cell(row: number, verb: string): KnownCell | null;
}

/**
 * One matrix, asked for as the screen needs it: filled from what wider answers imply, then each cell by itself, those in sight first. Listeners hear of every batch of
 * answers. `again` asks everything once more, of an old answer nothing is lost until the new one is there. After `stop` nothing is asked and nobody hears
 * anything; answers that are there stay.
 */
export class AccessMatrix {
  readonly #bridge: Pick<Bridge, 'call'>;
  readonly #target: MatrixTarget;
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  #cells: Map<string, KnownCell>[] = [];
  #todo: AccessCell[] = [];
  #rowOf = new Map<string, number>();
  #roles: ImpliedAccess['roles'] = null;
  #wanted: ReadonlySet<number> = new Set();
  #running = false;
  #outdated = false;
  #stopped = false;
  #view: MatrixView;

  constructor(bridge: Pick<Bridge, 'call'>, target: MatrixTarget, now: () => number = Date.now) {
    this.#bridge = bridge;
    this.#target = target;
    this.#now = now;
    const cells = this.#cells;
    this.#view = {
      target,
      rows: [],
      failedGroups: [],
      who: null,
      rolesError: null,
      error: null,
      asked: 0,
      unanswered: 0,
      cellError: null,
      completeAt: null,
      cell: (row, verb) => cells[row]?.get(verb) ?? null,
    };
    void this.#start();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = (): MatrixView => this.#view;

  /** Rows in sight: their cells are asked about before any other. */
  want(rows: ReadonlySet<number>): void {
    this.#wanted = rows;
  }

  /** Rights have changed: everything is asked once more, after what is under way. */
  again(): void {
    this.#outdated = true;
    this.#tell({ completeAt: null });
    if (!this.#running && !this.#stopped) void this.#start();
  }

  stop(): void {
    this.#stopped = true;
    this.#listeners.clear();
  }

  async #start(): Promise<void> {
    this.#running = true;
    do {
      this.#outdated = false;
      await this.#run();
    } while (this.#outdated && !this.#stopped);
    this.#running = false;
  }

  async #run(): Promise<void> {
    const { contextId, subject, namespace, name } = this.#target;
    const [rows, who] = await Promise.all([
      this.#bridge.call('access.rows', { contextId }),
      this.#bridge.call('access.subject', { contextId, subject }),
    ]);
    if (!rows.ok) return this.#tell({ error: rows.error });
    if (!who.ok) return this.#tell({ error: who.error });
    this.#keepCells(rows.value.rows);
    this.#todo = [];
    const nothing = { error: null, cellError: null, asked: 0, unanswered: 0, completeAt: null };
    this.#tell({ ...nothing, rows: rows.value.rows, failedGroups: rows.value.failedGroups, who: who.value });
    const { identity, method } = who.value;
    const about = { contextId, namespace, name };
    const implied = await this.#bridge.call('access.imply', {
      ...about,
      subject: { identity, method: method.method },
      rows: rows.value.rows,
    });
    if (!implied.ok) return this.#tell({ error: implied.error });
    this.#fill(implied.value, method.method === 'roles' ? 'roles' : 'implied');
    if (method.method === 'roles') {
      const unknown = implied.value.from === 'none';
      return this.#tell({
        rolesError: implied.value.rolesError,
        error: unknown ? implied.value.rolesError : null,
        completeAt: this.#endedAt(),
      });
    }
    this.#tell({ rolesError: implied.value.rolesError });
    this.#queue(rows.value.rows);
    const asking = { identity, method: method.method };
    await Promise.all(Array.from({ length: callsAtOnce }, () => this.#ask(about, asking)));
    this.#tell({ completeAt: this.#endedAt() });
  }

  /** Null when all of it is to be asked once more. */
  #endedAt(): number | null {
    return this.#outdated ? null : this.#now();
  }

  /** Answers of before stay with their rows. */
  #keepCells(rows: readonly AccessRow[]): void {
    const before = new Map(this.#view.rows.map((row, number) => [keyOf(row), this.#cells[number]]));
    this.#cells = rows.map((row) => before.get(keyOf(row)) ?? new Map());
    this.#rowOf = new Map();
  }

  #fill({ rows, roles }: ImpliedAccess, how: 'implied' | 'roles'): void {
    this.#roles = roles;
    for (const [number, { yes, no }] of rows.entries()) {
      const cells = this.#cells[number];
      const put = (verb: string, answer: 'yes' | 'no') => {
        // What the server said itself is worth more than what follows from something else, until it is asked again.
        if (cells?.get(verb)?.how !== 'asked') cells?.set(verb, { answer, how, said: null, disagrees: null });
      };
      for (const verb of yes) put(verb, 'yes');
      for (const verb of no) put(verb, 'no');
    }
  }

  #queue(rows: readonly AccessRow[]): void {
    for (const [number, { group, resource, subresource, namespaced, verbs }] of rows.entries()) {
      this.#rowOf.set(keyOf({ group, resource, subresource }), number);
      for (const verb of verbs) this.#todo.push({ group, resource, subresource, namespaced, verb });
    }
  }

  async #ask(
    about: { contextId: ContextId; namespace: string; name: string },
    subject: { identity: AccessIdentity; method: 'self' | 'review' | 'impersonate' },
  ): Promise<void> {
    for (let cells = this.#next(); cells.length > 0 && !this.#stopped; cells = this.#next()) {
      const answers = await this.#bridge.call('access.ask', { ...about, subject, cells });
      const failed: AccessAnswer | null = answers.ok ? null : { answer: 'unknown', reason: '', evaluationError: '', error: answers.error };
      for (const [index, cell] of cells.entries()) this.#answer(cell, failed ?? (answers.ok ? answers.value[index] : undefined));
      this.#tell({});
    }
  }

  /** The cells of the next call: of rows in sight, then in order. */
  #next(): AccessCell[] {
    const inSight = this.#todo.filter((cell) => this.#wanted.has(this.#rowNumber(cell)));
    const chosen = (inSight.length > 0 ? inSight : this.#todo).slice(0, cellsOfCall);
    const taken = new Set(chosen);
    this.#todo = this.#todo.filter((cell) => !taken.has(cell));
    return chosen;
  }

  #answer(cell: AccessCell, said: AccessAnswer | undefined): void {
    const row = this.#rowNumber(cell);
    if (said === undefined) return;
    const implied = this.#roles?.[row];
    const byRoles = implied === undefined ? null : implied.yes.includes(cell.verb) ? 'yes' : 'no';
    const disagrees = said.answer !== 'unknown' && byRoles !== null && byRoles !== said.answer ? byRoles : null;
    this.#cells[row]?.set(cell.verb, { answer: said.answer, how: 'asked', said, disagrees });
    this.#view = {
      ...this.#view,
      asked: this.#view.asked + 1,
      unanswered: this.#view.unanswered + (said.answer === 'unknown' ? 1 : 0),
      cellError: said.error ?? this.#view.cellError,
    };
  }

  #rowNumber(cell: AccessCell): number {
    return this.#rowOf.get(keyOf(cell)) ?? -1;
  }

  #tell(change: Partial<MatrixView>): void {
    if (this.#stopped) return;
    const cells = this.#cells;
    this.#view = { ...this.#view, ...change, cell: (row, verb) => cells[row]?.get(verb) ?? null };
    for (const listener of this.#listeners) listener();
  }
}

/** What a row is known by. */
function keyOf({ group, resource, subresource }: Pick<AccessRow, 'group' | 'resource' | 'subresource'>): string {
  return `${group}/${resource}/${subresource}`;
}
