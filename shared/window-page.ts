import { z } from 'zod';
import type { ContextId } from './context-id.ts';
import { addressOfLogPage, logPageSchema } from './log-page.ts';
import { resourceKey } from './resource.ts';

const contextId = z
  .string()
  .min(1)
  .max(4096)
  .transform((text) => text as ContextId);
const segment = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/);

/** An object in the drawer beside its table, as the page of a window shows it. */
export const objectPageSchema = z.strictObject({
  contextId,
  resource: z.strictObject({ group: z.union([z.literal(''), segment]), version: segment, resource: segment }),
  /** Empty for cluster-scoped kinds. */
  namespace: z.union([z.literal(''), segment]),
  name: segment,
});

/**
 * What may be opened in a window of its own. The page names what it wants to see and never an address: the address is made by
 * whoever opens the window, so no page can make Timonier show anything but its own pages.
 */
export const windowPageSchema = z.discriminatedUnion('page', [
  z.strictObject({ page: z.literal('logs'), logs: logPageSchema }),
  z.strictObject({ page: z.literal('object'), object: objectPageSchema }),
]);

export type ObjectPage = z.output<typeof objectPageSchema>;
export type WindowPage = z.output<typeof windowPageSchema>;

/** Address of an object beside the table of its kind, in one context: `/r/pods?c=…&o=…`. */
export function addressOfObject({ contextId: context, resource, namespace, name }: ObjectPage): string {
  const opened = encodeURIComponent(`${context}|${namespace}|${name}`);
  return `/r/${encodeURIComponent(resourceKey(resource))}?c=${encodeURIComponent(context)}&o=${opened}`;
}

/** Address of a page from the root on: what `window.open` of a browser takes, and what follows the origin in a window. */
export function addressOfPage(page: WindowPage): string {
  return page.page === 'logs' ? addressOfLogPage(page.logs) : addressOfObject(page.object);
}
