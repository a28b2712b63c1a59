/** Widths of the columns of the table of pods, in px; 0 = left out. */
export interface PodColumns {
  readonly shape: number;
  readonly pod: number;
  readonly namespace: number;
  readonly verdict: number;
  readonly budget: number;
  readonly know: number;
}

/** Below this width the namespace leaves (it stands with the pod below the table), and below the next what to know, in px. */
const namespaceLeavesBelow = 680;
const knowLeavesBelow = 540;
/** Width of the table in a window of 1440 px beside the side pane, for which the widths below are drawn. */
const drawn = 852;

/** Shares out `width` px: names grow most, since they are what is cut. */
export function planPodColumns(width: number): PodColumns {
  const more = Math.max(0, width - drawn);
  const shape = 34;
  const verdict = 98;
  const namespace = width < namespaceLeavesBelow ? 0 : Math.min(180, 104 + Math.floor(more * 0.15));
  const budget = width < knowLeavesBelow ? 160 : 172;
  const rest = width - shape - verdict - namespace - budget;
  if (width < knowLeavesBelow) return { shape, pod: Math.max(120, rest), namespace, verdict, budget, know: 0 };
  const pod = Math.min(440, Math.max(150, Math.floor(rest * 0.57)));
  return { shape, pod, namespace, verdict, budget, know: rest - pod };
}
