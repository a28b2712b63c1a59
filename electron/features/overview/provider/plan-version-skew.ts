import type { KubeletVersion, VersionSkew } from '../../../../shared/version-skew.ts';

/** A version by its parts. */
export interface ParsedVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** `v1.33.4-eks-1234567` and the like; null when it does not begin as a version does. Builds of vendors are not told apart. */
export function parseVersion(version: string): ParsedVersion | null {
  const found = /^v?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,6}))?/.exec(version);
  return found === null ? null : { major: Number(found[1]), minor: Number(found[2]), patch: Number(found[3] ?? 0) };
}

/** Negative when `left` is older. Texts that are no version are older than all that are. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [parseVersion(left), parseVersion(right)];
  if (a === null || b === null) return Number(a !== null) - Number(b !== null) || (left < right ? -1 : Number(left > right));
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch || (left < right ? -1 : Number(left > right));
}

/** Minors that a kubelet may be behind its server: three, two for kubelets before 1.25 (kubernetes.io/releases/version-skew-policy, KEP-3935). */
export function allowedSkew(kubelet: ParsedVersion): number {
  return kubelet.major === 1 && kubelet.minor < 25 ? 2 : 3;
}

/** Minors that a kubelet is behind a server (negative: ahead); null when one of them is no version, or their majors differ. */
export function minorsBehind(kubelet: string, server: string): number | null {
  const [older, newer] = [parseVersion(kubelet), parseVersion(server)];
  return older === null || newer === null || older.major !== newer.major ? null : newer.minor - older.minor;
}

/** Versions with their number of nodes, newest first; nodes that say none are left out. */
export function countVersions(versions: readonly string[]): readonly KubeletVersion[] {
  const counts = new Map<string, number>();
  for (const version of versions) if (version !== '') counts.set(version, (counts.get(version) ?? 0) + 1);
  return [...counts].map(([version, nodes]) => ({ version, nodes })).sort((left, right) => compareVersions(right.version, left.version));
}

/** How the kubelets of a cluster stand to its server. `server` is its gitVersion; empty or null while it is not known. */
export function planVersionSkew(server: string | null, kubeletVersions: readonly string[]): VersionSkew {
  const kubelets = countVersions(kubeletVersions);
  const readable = kubelets.filter(({ version }) => parseVersion(version) !== null);
  const [newest = null] = readable;
  const oldest = readable.at(-1) ?? null;
  const parsed = oldest === null ? null : parseVersion(oldest.version);
  const allowed = parsed === null ? 3 : allowedSkew(parsed);
  const behind = oldest === null || server === null ? null : minorsBehind(oldest.version, server);
  const ahead = newest === null || server === null ? null : minorsBehind(newest.version, server);
  return {
    server: server ?? '',
    state: stateOf(behind, ahead, allowed),
    oldest,
    newest,
    minorsBehind: behind,
    allowed,
    patchesBehind: server === null ? null : patchesBehind(server, readable),
    kubelets,
  };
}

function stateOf(behind: number | null, ahead: number | null, allowed: number): VersionSkew['state'] {
  if (behind === null || ahead === null) return 'unknown';
  if (ahead < 0) return 'ahead';
  if (behind > allowed) return 'unsupported';
  return behind > 0 ? 'behind' : 'ok';
}

/** Kubelets that are a patch ahead are 0 behind. */
function patchesBehind(server: string, kubelets: readonly KubeletVersion[]): number | null {
  const own = parseVersion(server);
  const patches = kubelets
    .filter(({ version }) => minorsBehind(version, server) === 0)
    .map(({ version }) => parseVersion(version)?.patch ?? 0);
  return own === null || patches.length === 0 ? null : Math.max(0, own.patch - Math.min(...patches));
}
