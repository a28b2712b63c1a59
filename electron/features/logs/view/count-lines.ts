import { logLevels } from '../../../../shared/logs.ts';
import { finestMs, type Histogram } from './histogram.ts';
import { type ColumnChunk, chunkLines, type LineColumns, levelBits, markFlag, placeInChunk } from './line-columns.ts';

const finestMicros = finestMs * 1_000;

/**
 * Counts lines of a store in a histogram; marks are none. As adding them one by one, but lines that follow each other are mostly of one narrowest bucket, so
 * that a number is added for each of its levels: a million lines a second are counted in some milliseconds.
 */
export function countLines(columns: LineColumns, ids: Uint32Array, histogram: Histogram): void {
  const counts = new Uint32Array(logLevels.length);
  let from = 0;
  let to = 0;
  let chunk: ColumnChunk | undefined;
  /** First id that is not of the chunk, and of it. */
  let [chunkFrom, chunkTo] = [0, 0];
  const flush = () => {
    for (let level = 0; level < counts.length; level++) {
      const count = counts[level] as number;
      if (count > 0) histogram.add(from / 1_000, level, count);
    }
    counts.fill(0);
  };
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index] as number;
    if (id < chunkFrom || id >= chunkTo) {
      chunk = columns.chunkOf(id);
      chunkFrom = id - placeInChunk(id);
      chunkTo = chunkFrom + chunkLines;
    }
    if (chunk === undefined) continue;
    const flags = chunk.flags[id - chunkFrom] as number;
    if ((flags & markFlag) !== 0) continue;
    const micros = chunk.micros[id - chunkFrom] as number;
    if (micros < from || micros >= to) {
      flush();
      from = Math.floor(micros / finestMicros) * finestMicros;
      to = from + finestMicros;
    }
    const level = flags & levelBits;
    counts[level] = (counts[level] as number) + 1;
  }
  flush();
}
