/*
 * npm test: everything, from a bare checkout. One line per lane, and the last line alone says
 * `N passed, N failed, N skipped`. A lane that cannot run here is one named skip; with CI=true a skipped real-control-plane,
 * browser or Electron lane counts as failed. `npm test -- LANE...` runs some lanes only.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onNode24 } from './bootstrap.mjs';
import { buildStale } from './build.mjs';
import { checks, runTool } from './check.mjs';
import { ensureBrowser } from './ensure-browser.mjs';
import { ensureCluster } from './ensure-cluster.mjs';
import { ensureElectron } from './ensure-electron.mjs';
import { Skip } from './skip.mjs';

await onNode24(import.meta.url);
const scratch = mkdtempSync(join(tmpdir(), 'timonier-test-'));
const ci = process.env.CI === 'true';

/** A lane of commands that answer yes or no. */
async function commandLane(commands) {
  const results = await Promise.all(Object.values(commands).map((command) => command()));
  const failed = results.filter((one) => one.code !== 0);
  for (const one of failed) console.log(one.output.trimEnd());
  return { passed: results.length - failed.length, failed: failed.length, skipped: 0, reasons: [] };
}

/** A lane that is a vitest project; counts come from its JSON report, so a run that ends before its report is a failure. */
async function vitestLane(project, env = {}) {
  const report = join(scratch, `${project}.json`);
  const args = ['run', '--project', project, '--reporter=json', `--outputFile.json=${report}`, '--reporter=dot', '--no-color'];
  const answer = await runTool('vitest/vitest.mjs', args, { ...process.env, ...env });
  let json;
  try {
    json = JSON.parse(readFileSync(report, 'utf8'));
  } catch (error) {
    console.log(answer.output.trimEnd());
    return { passed: 0, failed: 1, skipped: 0, reasons: [`no report: ${error.message}`] };
  }
  const passed = json.numPassedTests;
  // A file that does not load, or an error outside of any test, has no failed test of its own.
  const brokenFiles = json.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  let failed = json.numFailedTests + brokenFiles;
  if (failed === 0 && answer.code !== 0) failed = 1;
  if (passed === 0 && failed === 0) failed = 1;
  if (failed > 0) console.log(answer.output.trimEnd());
  const skippedTests = json.testResults.flatMap((file) =>
    file.assertionResults.filter((test) => test.status !== 'passed' && test.status !== 'failed'),
  );
  return { passed, failed, skipped: skippedTests.length, reasons: skippedTests.map((test) => test.fullName) };
}

const types = Object.fromEntries(Object.entries(checks).filter(([name]) => name.startsWith('types')));
const lanes = [
  { name: 'types', run: () => commandLane(types) },
  { name: 'lint and format', run: () => commandLane({ lint: checks['lint and format'] }) },
  { name: 'import graph', run: () => vitestLane('graph') },
  { name: 'unit', run: () => vitestLane('unit') },
  { name: 'fault', run: () => vitestLane('faults') },
  {
    name: 'real control plane',
    needed: true,
    run: async () => vitestLane('cluster', { ...(await ensureCluster()), ...(await ensureBrowser()) }),
  },
  { name: 'browser', needed: true, run: async () => vitestLane('browser', await ensureBrowser()) },
  { name: 'electron', needed: true, run: async () => vitestLane('electron', await ensureElectron()) },
];

const total = { passed: 0, failed: 0, skipped: 0 };

async function runLane(lane) {
  const started = Date.now();
  let result;
  try {
    result = await lane.run();
  } catch (error) {
    if (!(error instanceof Skip)) {
      console.log(error.stack ?? String(error));
      result = { passed: 0, failed: 1, skipped: 0, reasons: [error.message] };
    } else if (ci && lane.needed) {
      result = { passed: 0, failed: 1, skipped: 0, reasons: [`${error.message} (with CI=true a skip of this lane is a failure)`] };
    } else result = { passed: 0, failed: 0, skipped: 1, reasons: [error.message] };
  }
  // In CI a needed lane must not hide its absence behind skipped tests either.
  if (ci && lane.needed && result.passed === 0 && result.failed === 0) result.failed = 1;
  for (const key of Object.keys(total)) total[key] += result[key];
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(
    `${result.failed > 0 ? 'FAIL' : 'ok  '}  ${lane.name}: ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped (${seconds} s)`,
  );
  for (const reason of result.reasons) console.log(`        ${reason}`);
}

/** The build is a lane of its own: what it breaks, the later lanes cannot judge. */
async function build() {
  await buildStale();
  return { passed: 1, failed: 0, skipped: 0, reasons: [] };
}

try {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !lanes.some((lane) => lane.name === name));
  if (unknown.length > 0) throw new Error(`no such lane: ${unknown.join(', ')}; lanes: ${lanes.map((lane) => lane.name).join(', ')}`);
  for (const lane of [{ name: 'build', run: build }, ...lanes])
    if (wanted.length === 0 || lane.name === 'build' || wanted.includes(lane.name)) await runLane(lane);
} catch (error) {
  console.log(error.message);
  total.failed += 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
