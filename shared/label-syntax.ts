/*
 * What may stand in a label and a taint, in the words of k8s.io/apimachinery (pkg/api/validate/content: kube.go, dns.go, errors.go): kubectl prints
 * these sentences and the API server answers them, so they are the same everywhere. Lengths are bytes of UTF-8.
 */

const keyFmt = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const keyRule = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const keyExamples =
  "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const keyPattern = new RegExp(`^${keyFmt}$`);
const longestName = 63;

const valueRule =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const valuePattern = new RegExp(`^(${keyFmt})?$`);

const subdomainRule =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
/** One label between dots. The whole is checked label by label: Go's expression over all of them backtracks here. */
const subdomainLabel = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const longestSubdomain = 253;

/** What is wrong with the key of a label or taint (content.IsLabelKey), in the order in which Kubernetes says it; empty = nothing. */
export function labelKeyFaults(key: string): readonly string[] {
  const parts = key.split('/');
  if (parts.length > 2)
    return [`a valid label key ${keyRule} ${keyExamples} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  const name = parts.at(-1) ?? '';
  const faults = parts.length === 2 ? prefixFaults(parts[0] ?? '') : [];
  if (name === '') faults.push('name part must be non-empty');
  else if (byteLength(name) > longestName) faults.push(`name part must be no more than ${longestName} bytes`);
  if (!keyPattern.test(name)) faults.push(`name part ${keyRule} ${keyExamples}`);
  return faults;
}

/** What is wrong with the value of a label or taint (content.IsLabelValue); empty = nothing. */
export function labelValueFaults(value: string): readonly string[] {
  const faults: string[] = [];
  if (byteLength(value) > longestName) faults.push(`must be no more than ${longestName} bytes`);
  if (!valuePattern.test(value)) faults.push(valueRule);
  return faults;
}

function prefixFaults(prefix: string): string[] {
  if (prefix === '') return ['prefix part must be non-empty'];
  const faults: string[] = [];
  if (byteLength(prefix) > longestSubdomain) faults.push(`prefix part must be no more than ${longestSubdomain} bytes`);
  if (!prefix.split('.').every((label) => subdomainLabel.test(label))) faults.push(`prefix part ${subdomainRule}`);
  return faults;
}

function byteLength(text: string): number {
  let bytes = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** A text in double quotes as Go's `%q` writes it (strconv.Quote), which Kubernetes uses in its messages. */
export function goQuote(text: string): string {
  let quoted = '';
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    if (letter === '"' || letter === '\\') quoted += `\\${letter}`;
    else if (letter === ' ' || /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(letter)) quoted += letter;
    else quoted += goEscapes[letter] ?? escaped(code);
  }
  return `"${quoted}"`;
}

const goEscapes: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

function escaped(code: number): string {
  const hex = code.toString(16);
  if (code < 0x80) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
