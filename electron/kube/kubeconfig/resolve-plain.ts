/** What a plain scalar is to go-yaml v2, which reads kubeconfigs for kubectl (its resolve.go, YAML 1.1 booleans included). */
export function resolvePlain(text: string): 'null' | 'true' | 'false' | 'number' | 'string' {
  // Longer than any word with a meaning; what may be a number is looked at below.
  if (text.length <= longestWord) {
    if (nulls.has(text)) return 'null';
    if (trues.has(text)) return 'true';
    if (falses.has(text)) return 'false';
  }
  const first = text.charCodeAt(0);
  const numberLike = (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e;
  return numberLike && isNumber(text) ? 'number' : 'string';
}

const nulls = new Set(['', '~', 'null', 'Null', 'NULL']);
const trues = new Set(['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']);
const falses = new Set(['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']);

const longestWord = 'false'.length;

function isNumber(text: string): boolean {
  if (/^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/.test(text)) return true;
  if (text.startsWith('.')) return /^\.[0-9]+(?:[eE][-+]?[0-9]+)?$/.test(text);
  const plain = text.replace(/_/g, '');
  if (/^[-+]?(?:0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|0|[1-9][0-9]*)$/.test(plain))
    return fitsInteger(plain) || /^[-+]?[0-9]+$/.test(plain);
  return /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(plain);
}

/** Hexadecimal, octal and binary integers that need more than 64 bits stay text in go-yaml; decimal ones become floats. */
function fitsInteger(plain: string): boolean {
  const digits = plain.replace(/^[-+]/, '').replace(/^0([0-7])/, '0o$1');
  const value = BigInt(digits);
  return plain.startsWith('-') ? value <= 1n << 63n : value < 1n << 64n;
}
