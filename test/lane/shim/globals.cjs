'use strict';
// TEST LANE ONLY: what code for Node 24 expects and Electron 22's Node 16.17.1 / V8 10.8 lacks. undici 5 is the last line that runs there.
const v8 = require('node:v8');
const def = (o, k, v) => {
  if (!(k in o)) Object.defineProperty(o, k, { value: v, writable: true, configurable: true });
};
const web = require('node:stream/web');
for (const k of [
  'ReadableStream',
  'WritableStream',
  'TransformStream',
  'TextDecoderStream',
  'TextEncoderStream',
  'ByteLengthQueuingStrategy',
  'CountQueuingStrategy',
  'CompressionStream',
  'DecompressionStream',
])
  if (web[k]) def(globalThis, k, web[k]);
def(globalThis, 'Blob', require('node:buffer').Blob);
def(globalThis, 'crypto', require('node:crypto').webcrypto);
def(globalThis, 'structuredClone', (v) => v8.deserialize(v8.serialize(v)));
if (!globalThis.DOMException)
  try {
    atob('~');
  } catch (e) {
    def(globalThis, 'DOMException', e.constructor);
  }
const undici = require('undici5'); // 5.x is the last line that runs on Node 16; bundled into this file
for (const k of ['fetch', 'Headers', 'Request', 'Response', 'FormData', 'File']) def(globalThis, k, undici[k]);
def(Promise, 'withResolvers', function () {
  let resolve, reject;
  const promise = new this((a, b) => {
    resolve = a;
    reject = b;
  });
  return { promise, resolve, reject };
});
def(AbortSignal, 'any', (list) => {
  const c = new AbortController();
  for (const s of list) {
    if (s.aborted) {
      c.abort(s.reason);
      break;
    }
    s.addEventListener('abort', () => c.abort(s.reason), { once: true });
  }
  return c.signal;
});
for (const [k, f] of Object.entries({
  toSorted(c) {
    return [...this].sort(c);
  },
  toReversed() {
    return [...this].reverse();
  },
  toSpliced(...a) {
    const x = [...this];
    x.splice(...a);
    return x;
  },
  with(i, v) {
    const x = [...this];
    x[i < 0 ? x.length + i : i] = v;
    return x;
  },
}))
  def(Array.prototype, k, f);
def(Object, 'groupBy', (it, f) => {
  const o = Object.create(null);
  let i = 0;
  for (const x of it) {
    const key = f(x, i++);
    o[key] ??= [];
    o[key].push(x);
  }
  return o;
});
def(Map, 'groupBy', (it, f) => {
  const m = new Map();
  let i = 0;
  for (const x of it) {
    const k = f(x, i++);
    m.has(k) ? m.get(k).push(x) : m.set(k, [x]);
  }
  return m;
});
def(Symbol, 'dispose', Symbol.for('Symbol.dispose'));
def(Symbol, 'asyncDispose', Symbol.for('Symbol.asyncDispose'));
// AbortSignal.timeout, structuredClone via v8 only; no node:sqlite, no Readable.fromWeb:
const { Readable } = require('node:stream');
def(Readable, 'fromWeb', (body, o) =>
  Readable.from(
    (async function* () {
      const r = body.getReader();
      try {
        for (;;) {
          const { done, value } = await r.read();
          if (done) return;
          yield value;
        }
      } finally {
        r.cancel().catch(() => undefined);
      }
    })(),
    { objectMode: false, ...o },
  ),
);
module.exports = { undici };
