import { levelOfText } from './level-words.ts';
import { logfmtPairs } from './logfmt-pairs.ts';

/** A structured line folded: what it says, and the rest as names and values in the line's order. */
export interface LineFields {
  /** '' when the line has none of the members that loggers put it in. */
  readonly message: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** Longer lines stay as they are, in UTF-16 units: parsing one takes under a millisecond. */
const longestParsed = 65_536;
/** More fields than anybody reads; a last field then says how many there are besides. */
const mostFields = 100;
/** Members of members are named `a.b.c` down to here; below, an object is a value as JSON. */
const deepest = 4;

/** Where loggers put what they say, the likeliest first: zap and slog, logrus and pino, Fluentd, structlog, OpenTelemetry, GELF, Serilog. */
const messageNames = ['msg', 'message', 'log', 'event', 'body', 'text', 'short_message', '@m', '@mt'];
const timeNames = new Set(['time', 'ts', 't', 'timestamp', '@timestamp', '@t', 'datetime', 'asctime', 'date', 'time_local']);
const levelNames = new Set([
  'level',
  'lvl',
  'severity',
  'levelname',
  'level_name',
  'loglevel',
  'log.level',
  'log_level',
  '@l',
  'severitytext',
  's',
]);

const encoder = new TextEncoder();

/**
 * What a JSON object, a logfmt line or a structured klog line says; null for every other line. Time and level are left out of the
 * fields, because rows have them already. Values are text: strings as they are, numbers as they were written, the rest as JSON.
 */
export function fieldsOf(text: string): LineFields | null {
  if (text.length > longestParsed) return null;
  const first = text.trimStart()[0];
  if (first === undefined) return null;
  if (first === '{') return jsonFields(text);
  const klog = klogHead.exec(text);
  if (klog !== null) {
    const pairs = logfmtPairs(text.slice(klog[0].length));
    return pairs === null ? null : { message: unquoted(klog[1] ?? ''), fields: limited(pairs) };
  }
  // One pair is as likely a sentence as a record.
  const pairs = logfmtPairs(text);
  return pairs === null || pairs.length < 2 ? null : folded(pairs);
}

/** klog's InfoS and ErrorS: `I0102 15:04:05.000000       1 file.go:12] "message" key="value"`. */
const klogHead = /^[IWEF]\d{4} [\d:.]{8,15} +\d+ [^\]\s]{1,200}\] ("(?:[^"\\]|\\.)*")(?: |$)/;

function unquoted(text: string): string {
  return logfmtPairs(`m=${text}`)?.[0]?.[1] ?? text;
}

function jsonFields(text: string): LineFields | null {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const pairs: [string, string][] = [];
  flatten('', value, 1, pairs);
  return folded(pairs);
}

/** JSON.parse with `context.source` (ECMA-262 2026), which TypeScript's library does not know yet. */
const parse = JSON.parse as (
  text: string,
  reviver?: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
) => unknown;

/** Numbers that a double would write differently: long ones, and ones with an exponent or a zero at their end. */
const delicateNumber = /\d{16}|\d[eE]|\.\d*0\b|-0\b/;

function parsed(text: string): unknown {
  try {
    if (!delicateNumber.test(text)) return parse(text);
    return parse(text, (_key, value, { source }) => (typeof value === 'number' ? new WrittenNumber(source ?? String(value)) : value));
  } catch {
    // Not JSON after all, as `{starting}` is not: the line is text.
    return null;
  }
}

/** A number as the line has it. */
class WrittenNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

function flatten(prefix: string, object: object, depth: number, pairs: [string, string][]): void {
  for (const [name, value] of Object.entries(object)) {
    const key = `${prefix}${name}`;
    if (isMembers(value) && depth < deepest) flatten(`${key}.`, value, depth + 1, pairs);
    else pairs.push([key, textOf(value)]);
  }
}

function isMembers(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof WrittenNumber) &&
    Object.keys(value).length > 0
  );
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof WrittenNumber) return value.source;
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(',')}]`;
  return jsonOf(value);
}

function jsonOf(value: unknown): string {
  if (value instanceof WrittenNumber) return value.source;
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, member]) => `${JSON.stringify(name)}:${jsonOf(member)}`)
    .join(',')}}`;
}

function folded(pairs: readonly (readonly [string, string])[]): LineFields {
  const messageName = messageNames.find((name) => pairs.some((pair) => pair[0] === name && pair[1] !== ''));
  let message: string | null = null;
  const fields: (readonly [string, string])[] = [];
  for (const pair of pairs) {
    const [name, value] = pair;
    if (name === messageName && message === null) message = value.replace(/\r?\n$/, '');
    else if (!isTime(name, value) && !isLevel(name, value)) fields.push(pair);
  }
  return { message: message ?? '', fields: limited(fields) };
}

/** `t` and `date` are names of other things too: a time begins with a year, or is a number of seconds or more since 2001. */
function isTime(name: string, value: string): boolean {
  return (timeNames.has(name.toLowerCase()) || name === 't.$date') && /^(?:\d{4}-\d\d|\d{9,}|\d\d[:/])/.test(value);
}

function isLevel(name: string, value: string): boolean {
  if (!levelNames.has(name.toLowerCase())) return false;
  if (name === 's') return /^[A-Z]$/.test(value);
  if (/^\d{1,3}$/.test(value)) return true;
  const bytes = encoder.encode(value.slice(0, 20));
  return levelOfText(bytes, 0, bytes.length) !== 0;
}

function limited(fields: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  if (fields.length <= mostFields) return fields;
  return [...fields.slice(0, mostFields), ['…', `+${fields.length - mostFields}`]];
}
