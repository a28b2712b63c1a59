import { parseTime } from '../../../../../shared/parse-time.ts';
import type { Change, ProblemObject } from '../../../../../shared/problem.ts';
import { arrayOf, objectOf, textOf } from '../../../../kube/json-fields.ts';
import { objectPath } from '../../../../kube/resource-path.ts';
import type { Question } from '../bounded-reader.ts';

/** Who wrote a part of an object last, as `metadata.managedFields` has it. */
export interface Author {
  readonly manager: string;
  /** ms since the epoch; null for entries without a time, as API servers write them for the scale subresource. */
  readonly at: number | null;
}

/** Authors of the parts that changes are about; null when nobody is named. */
export interface Authors {
  readonly template: Author | null;
  readonly replicas: Author | null;
  readonly unschedulable: Author | null;
}

/** Changes whose object is read for its author. */
const mostRead = 40;
/** A write and what a controller makes of it are this near, in ms: a later write says nothing of an earlier change. */
const sameMs = 30_000;

const parts: Readonly<Partial<Record<Change['kind'], keyof Authors>>> = {
  rollout: 'template',
  scaled: 'replicas',
  cordoned: 'unschedulable',
  uncordoned: 'unschedulable',
};

/** Reads who wrote the spec of an object. The status is not asked about, nor what controllers note in annotations. Total: odd input names nobody. */
export function authorsOf(object: unknown): Authors {
  const entries = arrayOf(objectOf(objectOf(object).metadata).managedFields).flatMap((item) => {
    const { manager, time, subresource, fieldsV1 } = objectOf(item);
    if (subresource === 'status') return [];
    return [{ manager: textOf(manager), at: parseTime(time), spec: objectOf(objectOf(fieldsV1)['f:spec']) }];
  });
  const newest = (field: string): Author | null => {
    const owners = entries.filter(({ spec }) => spec[field] !== undefined);
    const timed = owners.filter(({ at }) => at !== null).sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
    // Who writes a field takes it from whom had it: an only owner wrote it last, whenever that was.
    const found = owners.length === 1 ? owners[0] : timed[0];
    return found === undefined ? null : { manager: found.manager, at: found.at };
  };
  return { template: newest('f:template'), replicas: newest('f:replicas'), unschedulable: newest('f:unschedulable') };
}

/** The objects to read for the authors of changes that name nobody, by `kind/namespace/name`. */
export function authorQuestions(changes: readonly Change[]): readonly Question<Authors>[] {
  const questions = new Map<string, Question<Authors>>();
  for (const { object, by, kind, at } of changes) {
    const key = keyOf(object);
    if (by !== '' || parts[kind] === undefined || object.resource === '' || questions.has(key)) continue;
    questions.set(key, {
      key,
      text: String(at),
      againMs: null,
      read: async (ask, signal) => authorsOf(await ask(objectPath(object, object.namespace, object.name), signal)),
    });
    if (questions.size >= mostRead) break;
  }
  return [...questions.values()];
}

/** The change with its author, where the object says that the part it is about was written at that time, or at no time and this is the `newest` change of that part. */
export function withAuthor(change: Change, authors: ReadonlyMap<string, Authors>, newest: boolean): Change {
  const part = parts[change.kind];
  if (change.by !== '' || part === undefined) return change;
  const author = authors.get(keyOf(change.object))?.[part] ?? null;
  const fits = author !== null && (author.at === null ? newest : Math.abs(author.at - change.at) <= sameMs);
  return fits ? { ...change, by: author.manager } : change;
}

function keyOf({ kind, namespace, name }: ProblemObject): string {
  return `${kind}/${namespace}/${name}`;
}
