/** Node's names of systems and processors that Go, and so every other client in an audit log, calls otherwise. */
const goNames: Readonly<Record<string, string>> = { win32: 'windows', sunos: 'solaris', x64: 'amd64', ia32: '386' };

/** Names us to API servers as kubectl names itself (client-go rest.DefaultKubernetesUserAgent): `timonier/0.1.0 (linux/amd64)`. */
export function userAgentOf(version: string, platform: string = process.platform, arch: string = process.arch): string {
  return `timonier/${version} (${goNames[platform] ?? platform}/${goNames[arch] ?? arch})`;
}
