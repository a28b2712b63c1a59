import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countLines } from '../../../../../electron/features/logs/view/count-lines.ts';
import { Histogram } from '../../../../../electron/features/logs/view/histogram.ts';
import { chunkLines, LineColumns, markFlag, placeInChunk } from '../../../../../electron/features/logs/view/line-columns.ts';
import { testBaseMs } from './test-lines.ts';

const minuteMicros = 60_000_000;
/** On both sides of the end of a chunk. */
const firstId = chunkLines - 20;
const lines = fc.array(
  fc.record({
    micros: fc.oneof(fc.nat(400_000), fc.nat(minuteMicros)),
    level: fc.nat(6),
    mark: fc.boolean(),
    stamped: fc.integer({ max: 9 }),
  }),
  { maxLength: 60 },
);

it('lines counted together are counted as one by one, marks and lines without a stamp left out', () => {
  fc.assert(
    fc.property(lines, fc.boolean(), (all, backwards) => {
      const columns = new LineColumns();
      const [together, single] = [new Histogram(), new Histogram()];
      for (const [index, { micros, level, mark, stamped }] of all.entries()) {
        const chunk = columns.chunkFor(firstId + index);
        const place = placeInChunk(firstId + index);
        chunk.micros[place] = stamped < 0 ? -1 : testBaseMs * 1_000 + micros;
        chunk.flags[place] = level | (mark ? markFlag : 0);
        if (!mark) single.add((chunk.micros[place] ?? 0) / 1_000, level);
      }
      const ids = Uint32Array.from(all, (_line, index) => firstId + index);
      countLines(columns, backwards ? ids.reverse() : ids, together);
      const now = testBaseMs + 120_000;
      expect(together.take(now)).toEqual(single.take(now));
    }),
  );
});
