import type { Bridge } from '../../bridge/bridge.ts';
import { AccessMatrix, type MatrixTarget } from './access-matrix.ts';

/** Matrices that are kept for a way back: some scopes of some clusters, a few hundred KB each. */
const most = 48;

/**
 * Matrices by what they are about, so that going back shows at once what was asked a minute ago, with its age. A matrix belongs to who asked: with another
 * credential, or after the context was connected anew, it is another one.
 */
export class MatrixCache {
  readonly #matrices = new Map<string, AccessMatrix>();

  /** The matrix of a target, asked for when there is none. `asker`: whatever tells one connection of the context from another. */
  get(bridge: Pick<Bridge, 'call'>, target: MatrixTarget, asker: string): AccessMatrix {
    const key = JSON.stringify([target, asker]);
    const found = this.#matrices.get(key) ?? new AccessMatrix(bridge, target);
    // The one that was looked at last is forgotten last.
    this.#matrices.delete(key);
    this.#matrices.set(key, found);
    const [oldest] = this.#matrices;
    if (this.#matrices.size > most && oldest !== undefined) {
      oldest[1].stop();
      this.#matrices.delete(oldest[0]);
    }
    return found;
  }

  /** Forgets matrices, so that they are asked for anew. */
  forget(targets: readonly MatrixTarget[]): void {
    for (const [key, matrix] of this.#matrices) {
      const { target } = matrix.view();
      if (!targets.some((each) => JSON.stringify(each) === JSON.stringify(target))) continue;
      matrix.stop();
      this.#matrices.delete(key);
    }
  }
}
