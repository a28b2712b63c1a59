import { dirname, isAbsolute, resolve } from 'node:path';
import type { MergedContext } from './merge-kubeconfigs.ts';

/** A path written in a kubeconfig as an absolute one: relative to the folder of that file (clientcmd ResolveLocalPaths). */
export function kubeconfigPath(file: string, path: string): string {
  return isAbsolute(path) ? path : resolve(dirname(file), path);
}

/** Certificate, key and token files that the context reads, as absolute paths. */
export function referencedFiles({ cluster, user }: MergedContext): string[] {
  const files: string[] = [];
  if (cluster !== null && cluster.certificateAuthority !== '') files.push(kubeconfigPath(cluster.file, cluster.certificateAuthority));
  if (user !== null)
    for (const path of [user.clientCertificate, user.clientKey, user.tokenFile])
      if (path !== '') files.push(kubeconfigPath(user.file, path));
  return files;
}
