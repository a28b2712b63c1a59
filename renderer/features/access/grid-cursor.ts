/** The cell that the keyboard is at: 0-based numbers of row and verb. */
export interface GridCursor {
  readonly row: number;
  readonly verb: number;
}

/** The id of a cell in the document, which the grid names as the active one. */
export function cellId(row: number, verb: number): string {
  return `access-${row}-${verb}`;
}
