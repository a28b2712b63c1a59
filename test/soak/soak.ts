import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runSoak } from './run-soak.ts';

/*
 * node test/soak/soak.ts [--minutes 30] [--seed N] [--out FILE]
 *
 * Three real control planes, each behind a network that breaks at random, changed at random past those networks, and watched by the served app
 * of dist/. Afterwards every table must be what kubectl prints, memory flat, no socket left over, and no table may have lied about being live.
 * Last line: `soak: 30 min, …: ok`; exit code 1 when anything of that does not hold, which is then said above.
 */

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '30' }, seed: { type: 'string', default: '1' }, out: { type: 'string' } },
});
const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
if (!(minutes > 0) || !Number.isInteger(seed)) {
  console.error('usage: npm run soak -- [--minutes 30] [--seed N] [--out FILE]');
  process.exit(2);
}
const report = await runSoak(minutes, seed);
if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(report, null, 1)}\n`);
for (const failure of report.failures) console.log(`soak: ${failure}`);
console.log(report.summary);
process.exitCode = report.failures.length === 0 ? 0 : 1;
