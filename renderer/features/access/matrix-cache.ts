import type { ContextId } from '../../../shared/context-id.ts';
import type { Bridge } from '../../bridge/bridge.ts';
import { AccessMatrix, type MatrixTarget } from './access-matrix.ts';

/** Matrices that are kept for a way back: some scopes of some clusters, a few hundred KB each. */
const most = 48;

/** What tells one connection of a context from another; empty = not known yet. */
export interface Asker {
  readonly user: string;
  readonly clusterUid: string;
}

interface Kept {
  readonly matrix: AccessMatrix;
  readonly asker: Asker;
}

/**
 * Matrices by what they are about, so that going back shows at once what was asked a minute ago, with its age. A matrix belongs to who asked: with another
 * credential, or for another cluster behind the name, it is another one. Who asked may become known after the first question: that changes nothing.
 */
export class MatrixCache {
  readonly #matrices = new Map<string, Kept>();

  /** The matrix of a target, asked for when there is none, or when somebody else asked for it. */
  get(bridge: Pick<Bridge, 'call'>, target: MatrixTarget, asker: Asker): AccessMatrix {
    const key = JSON.stringify(target);
    const kept = this.#matrices.get(key);
    const same = kept !== undefined && isSame(kept.asker.user, asker.user) && isSame(kept.asker.clusterUid, asker.clusterUid);
    if (kept !== undefined && !same) kept.matrix.stop();
    const matrix = same ? kept.matrix : new AccessMatrix(bridge, target);
    const known = same ? kept.asker : asker;
    // The one that was looked at last is forgotten last.
    this.#matrices.delete(key);
    this.#matrices.set(key, {
      matrix,
      asker: { user: asker.user || known.user, clusterUid: asker.clusterUid || known.clusterUid },
    });
    const [oldest] = this.#matrices;
    if (this.#matrices.size > most && oldest !== undefined) {
      oldest[1].matrix.stop();
      this.#matrices.delete(oldest[0]);
    }
    return matrix;
  }

  /** Rights of a cluster have changed: the matrices that are shown (`targets`) are asked for once more, all others of it are forgotten. */
  outdate(contextId: ContextId, targets: readonly MatrixTarget[]): void {
    const shown = new Set(targets.map((target) => JSON.stringify(target)));
    for (const [key, { matrix }] of this.#matrices) {
      if (matrix.view().target.contextId !== contextId) continue;
      if (shown.has(key)) matrix.again();
      else {
        matrix.stop();
        this.#matrices.delete(key);
      }
    }
  }

  /** Forgets matrices, so that they are asked for anew. */
  forget(targets: readonly MatrixTarget[]): void {
    for (const [key, { matrix }] of this.#matrices) {
      const { target } = matrix.view();
      if (!targets.some((each) => JSON.stringify(each) === JSON.stringify(target))) continue;
      matrix.stop();
      this.#matrices.delete(key);
    }
  }
}

function isSame(before: string, now: string): boolean {
  return before === now || before === '' || now === '';
}
