import type { Change } from '../../../../../shared/problem.ts';
import type { Clock } from '../../../../kube/clock.ts';
import { type Ask, BoundedReader } from '../bounded-reader.ts';
import { type Authors, authorQuestions, withAuthor } from './authors.ts';
import { type ChangeFacts, planChanges } from './plan-changes.ts';

/** Finds the changes of one cluster again and again, and reads who made them. `onChange` is called when an author is known. */
export class ChangeFinder {
  readonly #authors: BoundedReader<Authors>;

  constructor(ask: Ask, clock: Clock, onChange: () => void) {
    this.#authors = new BoundedReader(ask, clock, onChange);
  }

  /** The changes of the last hour, the newest first. */
  find(facts: ChangeFacts): readonly Change[] {
    const changes = planChanges(facts);
    this.#authors.want(authorQuestions(changes));
    const authors = this.#authors.values;
    const told = new Set<string>();
    return changes.map((change) => {
      const part = `${change.kind} ${change.object.kind}/${change.object.namespace}/${change.object.name}`;
      const newest = !told.has(part);
      told.add(part);
      return withAuthor(change, authors, newest);
    });
  }

  stop(): void {
    this.#authors.stop();
  }
}
