/**
 * Whether a text fits a shell pattern with `*` (any letters) and `?` (one), whole and without regard to case. An empty pattern fits
 * everything. Time grows with the product of both lengths at most, whatever the pattern.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  if (pattern === '') return true;
  const wanted = [...pattern.toLowerCase()];
  const given = [...text.toLowerCase()];
  let at = 0;
  let index = 0;
  let star = -1;
  let starAt = 0;
  while (at < given.length) {
    if (wanted[index] === '*') {
      star = index++;
      starAt = at;
    } else if (wanted[index] === '?' || (wanted[index] !== undefined && wanted[index] === given[at])) {
      index++;
      at++;
    } else if (star >= 0) {
      // The last star takes one letter more.
      index = star + 1;
      at = ++starAt;
    } else return false;
  }
  while (wanted[index] === '*') index++;
  return index === wanted.length;
}
