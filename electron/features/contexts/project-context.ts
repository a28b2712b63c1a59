import type { ContextView, Environment } from '../../../shared/context-view.ts';
import type { ContextSettings } from '../../../shared/settings.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { serverUrl } from '../../kube/kubeconfig/check-context.ts';
import { detectProvider } from '../../kube/provider/detect-provider.ts';
import { kubeconfigFacts } from '../../kube/provider/kubeconfig-facts.ts';
import type { RegistryContext } from '../../kube/registry-contexts.ts';
import { guessEnvironment } from './guess-environment.ts';

/** Contexts have eight colours (tokens.css); the ninth begins again. */
const colours = 8;

/**
 * A context as the page shows it: no credential, hidden characters written out. `position` is its place among all contexts
 * and gives the colour when the user chose none. `group` is the user's text, or one of `prod`, `staging`, `dev`, `other`,
 * which the page words.
 */
export function projectContext(context: RegistryContext, settings: ContextSettings, position: number): ContextView {
  const name = visibleText(context.name);
  const url = context.cluster === null ? null : serverUrl(context.cluster);
  const guessed = guessEnvironment(context.from === 'demo' ? [context.name] : [context.clusterName, context.name]);
  const environment = settings.environment ?? guessed;
  return {
    id: context.id,
    file: context.file,
    name,
    displayName: settings.alias === undefined || settings.alias.trim() === '' ? name : settings.alias,
    cluster: visibleText(context.clusterName),
    user: visibleText(context.userName),
    namespace: visibleText(context.namespace),
    server:
      url === null ? visibleText((context.cluster?.server ?? '').replace(/\/\/[^@/]*@/, '//')) : url.host + url.pathname.replace(/\/$/, ''),
    provider: detectProvider(kubeconfigFacts(context)).provider ?? (context.from === 'demo' ? 'demo' : null),
    environment,
    environmentFrom: settings.environment === undefined ? 'name' : 'user',
    colour: settings.colour ?? (position % colours) + 1,
    group: settings.group === undefined || settings.group === '' ? groupOf(environment) : settings.group,
    pinned: settings.pinned ?? false,
    broken: context.broken,
    warnings: context.warnings,
  };
}

function groupOf(environment: Environment): string {
  return environment === 'unknown' ? 'other' : environment;
}
