/** Columns beside the shape of the severity, in their order. */
export type ProblemColumn = 'cluster' | 'what' | 'namespace' | 'why' | 'affects' | 'since';

export interface ProblemColumns {
  readonly shown: readonly ProblemColumn[];
  /** For grid-template-columns; the first is the shape. */
  readonly template: string;
  /** Width of the name of the object, in px. */
  readonly whatWidth: number;
}

/** Widths in px. The sentence takes what is left; what it needs least leaves first: affects, namespace, then the full name of the cluster. */
const wide = 1000;
const narrow = 760;

/** Which columns a list of this width (px) shows. */
export function planProblemColumns(width: number): ProblemColumns {
  const what = width >= wide ? 196 : width >= narrow ? 190 : 150;
  if (width >= wide) {
    return {
      shown: ['cluster', 'what', 'namespace', 'why', 'affects', 'since'],
      template: `34px 124px ${what}px 116px minmax(0, 1fr) 108px 72px`,
      whatWidth: what,
    };
  }
  const cluster = width >= narrow ? 118 : 96;
  return { shown: ['cluster', 'what', 'why', 'since'], template: `34px ${cluster}px ${what}px minmax(0, 1fr) 72px`, whatWidth: what };
}
