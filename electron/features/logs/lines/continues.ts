import { bytesOf } from './byte-classes.ts';
import { levelOfText } from './level-words.ts';
import { stampAt } from './stamp-at.ts';

/*
 * Which lines belong to the line before them: stack traces of Java, Python, Go, Node, .NET, Ruby and Rust, and blocks that are
 * indented or closed by a brace. A line that begins with a stamp, or says a level of its own, never does.
 */

/** What is known of the lines of one source so far; 0 before its first. A number, so that there can be one for each of many sources. */
export type BlockState = number;

const belongs = 1;
/** There is a line before. */
const begun = 2;
/** Within a Python traceback: the line that ends it is still to come. */
const python = 4;
/** Within the goroutines after a Go panic. */
const go = 8;
/** After `thread 'x' panicked at file:1:2:`, whose message is the next line. */
const rustMessage = 16;
/** A brace or bracket was left open at the end of a line. */
const open = 32;
/** Frames have been seen. */
const trace = 64;
/** The line before is the head of an error: its exception may follow on a line of its own. */
const errorHead = 128;

/** What of a state is kept by the lines that follow in the same block. */
const kept = begun | python | go | open | trace;

/** What makes lines belong that would not by themselves. */
const underWay = python | go | rustMessage | open | trace | errorHead;

/** Index of `error` in `logLevels`. */
const errorLevel = 5;

/** Whether the last line given to `nextBlockState` belongs to the line before it. */
export function continuesBlock(state: BlockState): boolean {
  return (state & belongs) !== 0;
}

/**
 * The state after one more line of the same source: `bytes` from `start` to `end`, whose level (`levelOf`) is `level`. Pure; reads
 * nothing outside the line, and of long lines only both ends.
 */
export function nextBlockState(state: BlockState, bytes: Uint8Array, start: number, end: number, level: number): BlockState {
  let at = start;
  while (at < end && (bytes[at] === 0x20 || bytes[at] === 0x09)) at++;
  const follows =
    state === 0 ? 0 : at === end ? blank(state) : at > start ? indented(state, bytes, at, end, level) : flush(state, bytes, at, end, level);
  if (follows !== 0) return follows | (opens(bytes, start, end) ? open : 0);
  return headState(bytes, at, end, level);
}

/** State after a line that belongs to none before it. */
function headState(bytes: Uint8Array, at: number, end: number, level: number): BlockState {
  let state = begun;
  if (level >= errorLevel) state |= errorHead;
  if (endsWith(bytes, at, end, tracebackEnd)) state |= python;
  else if (level > errorLevel && startsWithAny(bytes, at, end, goHeads)) state |= go;
  else if (level > errorLevel && bytes[end - 1] === 0x3a && startsWithAny(bytes, at, end, rustHeads)) state |= rustMessage;
  return opens(bytes, at, end) ? state | open : state;
}

/** Blank lines belong to traces (Python puts them between causes, Go between goroutines) and to open braces. */
function blank(state: BlockState): BlockState {
  return (state & (python | go | trace | open)) === 0 ? 0 : (state & kept) | belongs;
}

function indented(state: BlockState, bytes: Uint8Array, at: number, end: number, level: number): BlockState {
  if (startsWithAny(bytes, at, end, frames)) return (state & kept) | trace | belongs;
  if ((state & (python | go | open)) === 0 && (level !== 0 || stampAt(bytes, at, end))) return 0;
  return (state & kept) | belongs;
}

function flush(state: BlockState, bytes: Uint8Array, at: number, end: number, level: number): BlockState {
  // Nearly every line: nothing is under way, and it begins like no cause and ends like no frame.
  if ((state & underWay) === 0 && firstOfCauses[bytes[at] ?? 0] === 0 && bytes[end - 1] !== 0x29 && bytes[end - 1] !== 0x27) return 0;
  const next = (state & kept) | belongs;
  if (stampAt(bytes, at, end)) return 0;
  if (startsWithAny(bytes, at, end, causes)) return next | trace;
  if (endsWith(bytes, at, end, tracebackEnd) && (state & (errorHead | trace)) !== 0) return next | python | trace;
  if (startsWithAny(bytes, at, end, goroutine)) return next | go;
  if ((state & go) !== 0 && (startsWithAny(bytes, at, end, goLines) || isCall(bytes, at, end))) return next;
  if ((state & open) !== 0 && isClosing(bytes[at])) return next & ~open;
  if (isFrame(bytes, at, end)) return next | trace;
  if (((state & python) !== 0 || (state & errorHead) !== 0) && isException(bytes, at, end)) return (next & ~python) | trace;
  if ((state & rustMessage) !== 0 && level === 0) return next;
  return 0;
}

/** `at Foo.bar(Foo.java:12)` without its indentation, as some collectors leave it, and Ruby's `app/a.rb:12:in 'b'`. */
function isFrame(bytes: Uint8Array, at: number, end: number): boolean {
  if (bytes[end - 1] === 0x29) return startsWithAny(bytes, at, end, bareFrame);
  if (bytes[end - 1] !== 0x27) return false;
  const stop = Math.min(end - 8, at + 300);
  for (let index = at; index < stop; index++)
    if (bytes[index] === 0x2e && startsWith(bytes, index, end, rubyFile)) return has(bytes, index, end, rubyIn);
  return false;
}

/** Go's `main.(*T).run(0xc000, 0x1)`: a name without spaces, then arguments up to the end of the line. */
function isCall(bytes: Uint8Array, at: number, end: number): boolean {
  if (bytes[end - 1] !== 0x29) return false;
  for (let index = at; index < end; index++) {
    if (bytes[index] === 0x28) return index > at;
    if (bytes[index] === 0x20) return false;
  }
  return false;
}

/** `ValueError: x`, `java.lang.IllegalStateException`: a dotted name that is no level, then a colon or the end. */
function isException(bytes: Uint8Array, at: number, end: number): boolean {
  let to = at;
  let capital = false;
  for (; to < end && to - at < 200; to++) {
    const byte = bytes[to] ?? 0;
    const lower = byte | 0x20;
    if (byte >= 0x41 && byte <= 0x5a) capital = true;
    else if (!((lower >= 0x61 && lower <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x2e || byte === 0x5f || byte === 0x24))
      break;
  }
  return capital && (to === end || bytes[to] === 0x3a) && levelOfText(bytes, at, to) === 0;
}

function isClosing(byte: number | undefined): boolean {
  return byte === 0x7d || byte === 0x5d || byte === 0x29;
}

function opens(bytes: Uint8Array, start: number, end: number): boolean {
  const last = end > start ? bytes[end - 1] : 0;
  return last === 0x7b || last === 0x5b || last === 0x28;
}

const texts = (...all: string[]) => all.map((text) => new TextEncoder().encode(text));
const tracebackEnd = new TextEncoder().encode('Traceback (most recent call last):');
const goHeads = texts('panic: ', 'fatal error: ', 'SIGQUIT: ');
const rustHeads = texts("thread '");
const frames = texts('at ', 'File "', 'from ', '... ', '--- End of ', '---> ', 'Caused by: ', 'Suppressed: ');
const bareFrame = texts('at ');
const goroutine = texts('goroutine ');
const goLines = texts('created by ', '[signal ', 'exit status ', 'runtime stack:', 'panic: ', '[recovered]', '...additional frames elided');
const causes = texts(
  'Caused by: ',
  'Suppressed: ',
  '--- End of ',
  '---> ',
  'During handling of the above exception, another exception occurred:',
  'The above exception was the direct cause of the following exception:',
  'stack backtrace:',
  'note: run with `RUST_BACKTRACE=',
  'note: Some details are omitted',
);
const firstOfCauses = bytesOf(String.fromCharCode(...[tracebackEnd, ...causes, ...goroutine].map((text) => text[0] ?? 0)));
const rubyFile = new TextEncoder().encode('.rb:');
const rubyIn = new TextEncoder().encode(':in ');

function startsWith(bytes: Uint8Array, at: number, end: number, text: Uint8Array): boolean {
  if (end - at < text.length) return false;
  for (let index = 0; index < text.length; index++) if (bytes[at + index] !== text[index]) return false;
  return true;
}

function startsWithAny(bytes: Uint8Array, at: number, end: number, all: readonly Uint8Array[]): boolean {
  for (const text of all) if (startsWith(bytes, at, end, text)) return true;
  return false;
}

function endsWith(bytes: Uint8Array, start: number, end: number, text: Uint8Array): boolean {
  return end - text.length >= start && startsWith(bytes, end - text.length, end, text);
}

function has(bytes: Uint8Array, from: number, end: number, text: Uint8Array): boolean {
  const stop = Math.min(end - text.length, from + 16);
  for (let at = from; at <= stop; at++) if (startsWith(bytes, at, end, text)) return true;
  return false;
}
