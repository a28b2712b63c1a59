import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openSockets, residentMb, slopeOfSecondHalf } from './memory.ts';

describe('the slope of memory', () => {
  it('is that of a straight line, whatever the first half did', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -500, max: 500 }),
        fc.integer({ min: 4, max: 400 }),
        fc.integer({ min: 0, max: 900 }),
        (slope, count, wild) => {
          const samples = Array.from({ length: count }, (_, at) => ({
            seconds: at * 10,
            rssMb: 200 + (slope * at * 10) / 3600,
            heapMb: 7,
          }));
          const young = samples.map((sample, at) =>
            sample.seconds < ((count - 1) * 10) / 2 ? { ...sample, rssMb: (at * wild) % 700 } : sample,
          );
          expect(slopeOfSecondHalf(young, 'rssMb')).toBeCloseTo(slope, 3);
          expect(slopeOfSecondHalf(young, 'heapMb')).toBe(0);
        },
      ),
    );
  });

  it('is no number when there is too little to say', () => {
    expect(slopeOfSecondHalf([], 'rssMb')).toBeNaN();
    expect(slopeOfSecondHalf([{ seconds: 0, rssMb: 1, heapMb: 1 }], 'rssMb')).toBeNaN();
  });
});

describe.runIf(process.platform === 'linux')('a process', () => {
  it('has memory and sockets', () => {
    const mb = process.memoryUsage().rss / 2 ** 20;
    expect(Math.abs(residentMb(process.pid) - mb)).toBeLessThan(mb / 4);
    expect(openSockets(process.pid)).toBeGreaterThanOrEqual(0);
  });
});
