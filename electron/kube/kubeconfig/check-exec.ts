import { visibleText } from '../../../shared/visible-text.ts';
import type { ExecEntry } from './kubeconfig-entries.ts';

/** Versions of the credential plugin protocol that client-go 0.36 speaks (plugin/pkg/client/auth/exec, apiVersions). */
export const execApiVersions: readonly string[] = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];

/** Why an exec entry cannot be used, as kubectl decides it (validation.go, validateAuthInfo), with the next step; null when it can. */
export function checkExec(exec: ExecEntry, userName: string): string | null {
  if (exec.command === '') return `command must be specified for ${userName} to use exec authentication plugin`;
  if (exec.apiVersion === '')
    return `apiVersion must be specified for ${userName} to use exec authentication plugin; add \`apiVersion: client.authentication.k8s.io/v1\``;
  if (exec.apiVersion === 'client.authentication.k8s.io/v1alpha1')
    return `exec apiVersion client.authentication.k8s.io/v1alpha1 was removed in 1.24; ${renewAdvice(exec.command)}`;
  if (!execApiVersions.includes(exec.apiVersion))
    return `exec apiVersion "${visibleText(exec.apiVersion)}" is not known; use client.authentication.k8s.io/v1 or v1beta1`;
  if (exec.env.some((pair) => pair.name === ''))
    return `env variable name must be specified for ${userName} to use exec authentication plugin`;
  if (exec.interactiveMode === '')
    return `interactiveMode must be specified for ${userName} to use exec authentication plugin; add \`interactiveMode: Never\` or IfAvailable`;
  if (!['Never', 'IfAvailable', 'Always'].includes(exec.interactiveMode))
    return `invalid interactiveMode for ${userName}: "${visibleText(exec.interactiveMode)}"; use Never, IfAvailable or Always`;
  return null;
}

function renewAdvice(command: string): string {
  if (/(?:^|[\\/])aws(?:-iam-authenticator)?(?:\.exe)?$/.test(command)) return 're-run `aws eks update-kubeconfig`';
  return 'write the kubeconfig again with a current version of the tool that made it';
}
