import type { ContextId } from '../../shared/context-id.ts';
import type { LogPage } from '../../shared/log-page.ts';
import { planLogsByLabel } from '../../shared/plan-logs.ts';
import { parseLabelSelector } from '../features/tables/label-selector.ts';

/** RFC 1123 label, as names of namespaces are. */
const namespacePattern = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** What stands in the dialog, and what is wrong with it: the view, or the first field that has to change. */
export type LabelForm =
  | { readonly ok: true; readonly page: LogPage }
  | { readonly ok: false; readonly wrong: 'selector' | 'contexts' }
  | { readonly ok: false; readonly wrong: 'namespaces'; readonly name: string };

/** Reads the fields of "Logs by label…". `namespaces` as typed: names with commas or spaces between them, none = all. */
export function readLabelForm(selector: string, contextIds: readonly ContextId[], namespaces: string): LabelForm {
  if (selector.trim() === '' || parseLabelSelector(selector) === null) return { ok: false, wrong: 'selector' };
  const names = [...new Set(namespaces.split(/[\s,]+/).filter(Boolean))];
  const bad = names.find((name) => !namespacePattern.test(name));
  if (bad !== undefined) return { ok: false, wrong: 'namespaces', name: bad };
  const plan = planLogsByLabel(selector, contextIds, names.length === 0 ? null : names);
  return plan.ok ? { ok: true, page: plan.page } : { ok: false, wrong: 'contexts' };
}

/** The labels by which a workload's pods are usually known, most telling first (the recommended labels, then what people use). */
const tellingLabels = ['app.kubernetes.io/name', 'app', 'k8s-app', 'app.kubernetes.io/instance'];

/** A selector to begin with, from the labels of the object that the user is at; empty when it has none of the usual ones. */
export function suggestSelector(labels: Readonly<Record<string, string>> | undefined): string {
  const label = tellingLabels.find((key) => labels?.[key]);
  return label === undefined ? '' : `${label}=${labels?.[label] ?? ''}`;
}
