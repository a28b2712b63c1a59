import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eachPiece } from '../../../electron/kube/each-piece.ts';

const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { maxLength: 40 });

test('every byte comes once and in order, whenever the reader is waited for, also from a body that was paused', async () => {
  await fc.assert(
    fc.asyncProperty(pieces, fc.infiniteStream(fc.integer({ min: 0, max: 3 })), fc.boolean(), async (written, waits, paused) => {
      const body = Readable.from(written, { objectMode: false });
      if (paused) body.pause();
      const came: Uint8Array[] = [];
      let taking = false;
      await eachPiece(body, (piece) => {
        expect(taking).toBe(false);
        came.push(piece.slice());
        const turns: number = waits.next().value;
        if (turns === 0) return undefined;
        taking = true;
        return (async () => {
          for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
          taking = false;
        })();
      });
      expect(Buffer.concat(came)).toEqual(Buffer.concat(written));
    }),
    { numRuns: 200 },
  );
});

test('it fails as the body does, and with what the reader fails with, and then the body is destroyed', async () => {
  const broken = new Readable({ read: () => undefined });
  broken.push('a');
  const reading = eachPiece(broken, () => undefined);
  broken.destroy(new Error('broke off'));
  await expect(reading).rejects.toThrow('broke off');
  const takers = [
    () => {
      throw new Error('not taken');
    },
    () => Promise.reject(new Error('not taken')),
  ];
  for (const take of takers) {
    const body = new Readable({ read: () => undefined });
    body.push('a');
    await expect(eachPiece(body, take)).rejects.toThrow('not taken');
    expect(body.destroyed).toBe(true);
  }
});
