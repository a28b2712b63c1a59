import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { cachedBinaries } from '../../../cluster/binaries.ts';

const binary = cachedBinaries()?.testcluster ?? '';

/** Why the real kubectl cannot be asked; null when it can. */
export const kubectlMissing = binary === '' ? 'the test clusters are not built (kubectl is part of them)' : null;

/** Runs the real kubectl with the given kubeconfig list. */
function kubectl(args: readonly string[], kubeconfigs: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const env = { PATH: process.env.PATH ?? '', HOME: '/nonexistent', KUBECONFIG: kubeconfigs.join(delimiter) };
  return spawnSync(binary, ['kubectl', ...args], { encoding: 'utf8', env, timeout: 60_000, maxBuffer: 64 * 1024 * 1024 });
}

/**
 * Why kubectl refuses to load each of the texts; empty = it loads it. All are named in one $KUBECONFIG: kubectl reads each
 * and reports every one it refuses, so that hundreds cost one process.
 */
export function refusalsOfKubectl(texts: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'timonier-kubectl-'));
  try {
    const paths = texts.map((text, index) => {
      const path = join(folder, `k${index}.yaml`);
      writeFileSync(path, text);
      return path;
    });
    const { stderr, stdout } = kubectl(['config', 'view', '--raw', '-o', 'json'], paths);
    if (stderr === '' && stdout === '') throw new Error('kubectl said nothing');
    return paths.map((path) => {
      const start = stderr.indexOf(`error loading config file "${path}"`);
      return start < 0 ? '' : (stderr.slice(start).split(/, error loading config file|\n|\]$/)[0] ?? '');
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Which of the texts kubectl refuses to load. */
export function refusedByKubectl(texts: readonly string[]): boolean[] {
  return refusalsOfKubectl(texts).map((refusal) => refusal !== '');
}

/** What kubectl makes of a list of texts, in order of precedence: `config view --raw`. */
export function viewByKubectl(texts: readonly string[]): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'timonier-kubectl-'));
  try {
    const paths = texts.map((text, index) => {
      const path = join(folder, `k${index}.yaml`);
      writeFileSync(path, text);
      return path;
    });
    const { status, stdout, stderr } = kubectl(['config', 'view', '--raw', '-o', 'json'], paths);
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
