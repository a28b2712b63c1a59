/** What has a place in a log view of a given size. */
export interface LogRoom {
  /** Which of the toolbar's words fit. */
  readonly toolbar: 'wide' | 'medium' | 'narrow';
  /** The list of sources stands beside the lines; else a button opens it. */
  readonly sources: boolean;
  /** `low` = without axes. */
  readonly histogram: 'full' | 'low' | 'none';
}

/** px of a view's width from which everything of the toolbar fits, and below which buttons lose their words. */
const wideToolbar = 1_120;
const narrowToolbar = 760;
/** px of width below which the lines would lose their place to the list: it leaves 80 letters beside time and name. */
const sourcesFrom = 1_000;
/** px of a view's height: below the first the chart loses its axes, below the second the lines need its place. */
const fullHistogram = 360;
const lowHistogram = 180;

/** Decides by the size of the view in px; the user may have hidden chart and list. */
export function planRoom(width: number, height: number, wanted: { readonly histogram: boolean; readonly sources: boolean }): LogRoom {
  return {
    toolbar: width >= wideToolbar ? 'wide' : width >= narrowToolbar ? 'medium' : 'narrow',
    sources: wanted.sources && width >= sourcesFrom,
    histogram: !wanted.histogram || height < lowHistogram ? 'none' : height < fullHistogram ? 'low' : 'full',
  };
}
