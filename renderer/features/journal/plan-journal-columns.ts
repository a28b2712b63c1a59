/** Widths in px (design.md: shape 34; a name of 33 characters is 238). What is done to takes the rest. */
const shape = 34;
const time = 74;
const action = 80;
const namespace = 128;
const context = 176;
const shortContext = 64;
const credential = 132;
/** Widths of the table below which a column goes to the pane, or is brief. */
const credentialFrom = 1_120;
const namespaceFrom = 900;
const contextFrom = 700;

/** Which columns there are, and how wide they are. */
export interface JournalColumns {
  /** For `grid-template-columns`. */
  readonly template: string;
  readonly namespace: boolean;
  readonly credential: boolean;
  /** Context and environment in full, not as initials. */
  readonly context: boolean;
}

/** The columns of a table of this width in px. Who, then the namespace leave, then the context becomes short. */
export function planJournalColumns(width: number): JournalColumns {
  const shown = { credential: width >= credentialFrom, namespace: width >= namespaceFrom, context: width >= contextFrom };
  const columns = [
    `${shape}px ${time}px ${action}px minmax(150px, 1.1fr)`,
    ...(shown.namespace ? [`${namespace}px`] : []),
    `${shown.context ? context : shortContext}px`,
    ...(shown.credential ? [`${credential}px`] : []),
    'minmax(140px, 1fr)',
  ];
  return { template: columns.join(' '), ...shown };
}
