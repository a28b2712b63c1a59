import { Check } from 'lucide-react';
import css from './access.module.css';
import type { GridCell } from './plan-grid.ts';

/** One cluster's answer as a mark: check, hollow square, dot, hatched question mark; paler while it is only implied, with a corner where RBAC objects say otherwise. */
export function AnswerMark({ cell: { state, implied, disagrees } }: { cell: Pick<GridCell, 'state' | 'implied' | 'disagrees'> }) {
  return (
    <i
      aria-hidden="true"
      className={css.mark}
      data-state={state}
      data-implied={implied ? '' : undefined}
      data-disagrees={disagrees ? '' : undefined}
    >
      {state === 'yes' || state === 'some' ? <Check size={10} strokeWidth={3.2} /> : state === 'unknown' ? '?' : null}
    </i>
  );
}
