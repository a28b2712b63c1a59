import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import zlib from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inflate, release } from '../../../electron/kube/inflate.ts';

/** Some buffers of output, of which half cannot be compressed. */
const text = Buffer.concat([Buffer.alloc(1_200_000, 'pod '), randomBytes(1_000_000), Buffer.alloc(700_000, 'node')]);
const compressed = zlib.gzipSync(text, { level: 1 });

/** The bytes in pieces of these sizes, again and again. */
function inPieces(bytes: Buffer, sizes: readonly number[]): Readable {
  const pieces: Buffer[] = [];
  for (let at = 0, index = 0; at < bytes.length; index++) {
    const size = sizes[index % sizes.length] ?? 1;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return Readable.from(pieces, { objectMode: false });
}

test('what was compressed comes out whole, however it arrives, and pieces that were given back are gone', async () => {
  const sizes = fc.array(fc.integer({ min: 500, max: 400_000 }), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(sizes, async (some) => {
      const copies: Buffer[] = [];
      let gone = 0;
      for await (const piece of inflate(inPieces(compressed, some)) as AsyncIterable<Uint8Array>) {
        copies.push(Buffer.from(piece));
        release(piece);
        if (piece.byteLength === 0) gone++;
      }
      expect(Buffer.concat(copies).equals(text)).toBe(true);
      expect(gone).toBeGreaterThan(0);
    }),
    { numRuns: 30 },
  );
});

test('a body that comes with pauses, or is larger than one call takes, is inflated as it comes', async () => {
  const large = Buffer.alloc(20_000_000, 'pods and nodes');
  async function* slowly(bytes: Buffer) {
    for (let at = 0; at < bytes.length; at += 200_000) {
      yield bytes.subarray(at, at + 200_000);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
  for (const [body, whole] of [
    [Readable.from(slowly(compressed), { objectMode: false }), text],
    [inPieces(zlib.gzipSync(large), [4_000]), large],
  ] as const) {
    const copies: Buffer[] = [];
    for await (const piece of inflate(body) as AsyncIterable<Uint8Array>) {
      copies.push(Buffer.from(piece));
      release(piece);
    }
    expect(copies.length).toBeGreaterThan(1);
    expect(Buffer.concat(copies).equals(whole)).toBe(true);
  }
});

test('a length that the compressed bytes only claim is not believed', async () => {
  const lying = Buffer.from(zlib.gzipSync(Buffer.alloc(30_000_000)));
  lying.writeUInt32LE(100, lying.length - 4);
  let length = 0;
  const read = async () => {
    for await (const piece of inflate(inPieces(lying, [65_536])) as AsyncIterable<Uint8Array>) {
      length += piece.byteLength;
      release(piece);
    }
  };
  await expect(read()).rejects.toThrow(/incorrect length check/);
  // More than one call takes: it came piece by piece.
  expect(length).toBeGreaterThan(16_777_216);
});

test('a body that ends too early is an error, not the end', async () => {
  const read = async () => {
    for await (const piece of inflate(inPieces(compressed.subarray(0, 900_000), [65_536])) as AsyncIterable<Uint8Array>) release(piece);
  };
  await expect(read()).rejects.toThrow(/unexpected end/);
});

test('an error of the body arrives at the reader', async () => {
  const body = new Readable({ read: () => undefined });
  const reading = (async () => {
    for await (const piece of inflate(body) as AsyncIterable<Uint8Array>) release(piece);
  })();
  body.push(compressed.subarray(0, 100_000));
  body.on('error', () => undefined);
  body.destroy(new Error('the connection was reset'));
  await expect(reading).rejects.toThrow('the connection was reset');
});

test('a piece that is not ours is left alone', () => {
  const foreign = Buffer.alloc(1000);
  release(foreign);
  release(foreign.subarray(500));
  expect(foreign.byteLength).toBe(1000);
});
