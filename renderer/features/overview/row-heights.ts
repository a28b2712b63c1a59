/** Heights of rows of problems in px, by density (design.md). */
export const rowHeights = { default: 28, compact: 24 };
