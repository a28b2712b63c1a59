/** Widths in px (design.md, the drain's run): shape, name, stages, detail, in state. What is now takes the rest. */
const shape = 34;
const usualName = 262;
const stages = 284;
const briefStages = 132;
const detail = 186;
const since = 76;
/** Below this width of the table the detail goes to the hover of its row, and the stages are brief. */
const briefBelow = 1_040;

/** How wide the columns of a run are. */
export interface RunColumns {
  /** For `grid-template-columns`. */
  readonly template: string;
  /** Width of the name's column. */
  readonly name: number;
  readonly brief: boolean;
}

/** The columns of a table of this width in px. */
export function planRunColumns(width: number): RunColumns {
  const brief = width < briefBelow;
  const name = Math.min(usualName, Math.max(150, Math.floor(width * 0.3)));
  const middle = brief ? [briefStages] : [stages];
  const rest = brief ? ['minmax(0, 1fr)'] : ['minmax(0, 1fr)', `${detail}px`];
  return { template: [`${shape}px`, `${name}px`, `${middle[0]}px`, ...rest, `${since}px`].join(' '), name, brief };
}
