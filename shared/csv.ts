/**
 * A line of CSV (RFC 4180), with its end. A value that a spreadsheet would take for a formula (`=`, `+`, `-`, `@`, their full-width forms, tab, line breaks first) gets an apostrophe before
 * it: names and messages come from the cluster, and whoever can create an object must not run anything on the reader's machine (OWASP, CSV injection).
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvField).join(',')}\r\n`;
}

/** One field of a CSV line. Quoted unless its characters are those of names and times: what is a separator is up to the reader's spreadsheet. */
export function csvField(value: string): string {
  const safe = /^\s*[=+\-@\t\r\n＝＋－＠]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /^[\w .:/-]*$/.test(safe) ? safe : `"${safe.replaceAll('"', '""')}"`;
}
