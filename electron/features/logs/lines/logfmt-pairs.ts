/** A name, then `=`, then a quoted value or one without spaces and quotes; sticky, so that each begins where the one before ended. */
const pair = /([\p{L}\d_.@/-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))(?: +|$)/uy;

/** The pairs of a line that is logfmt from beginning to end, as go-logfmt and logrus write it; null for any other line. Linear in its length. */
export function logfmtPairs(line: string): [name: string, value: string][] | null {
  const text = line.trim();
  const pairs: [string, string][] = [];
  pair.lastIndex = 0;
  while (pair.lastIndex < text.length) {
    const match = pair.exec(text);
    if (match === null) return null;
    const [, name = '', quoted, bare = ''] = match;
    pairs.push([name, quoted === undefined ? bare : unescaped(quoted)]);
  }
  return pairs;
}

/** Go's strconv.Quote: JSON's escapes, and `\a \v \' \xNN \UNNNNNNNN`. What is none of them stays as it is. */
function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U(0010[\da-fA-F]{4}|000[\da-fA-F]{5})|(.))/gsu,
    (whole, hex, short, long, letter) => {
      const code = hex ?? short ?? long;
      if (typeof code === 'string') return String.fromCodePoint(Number.parseInt(code, 16));
      return letters[letter as string] ?? whole;
    },
  );
}

const letters: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
};
