import type { ServedResource } from './api-resources.ts';
import type { KubeObject } from './kube-object.ts';
import type { StoredObject } from './stored-object.ts';
import { tableCells } from './table-cells.ts';

/** `includeObject` of a Table request. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

const ROW_CONDITIONS: Readonly<Record<string, readonly Record<string, string>[]>> = {
  Succeeded: [{ type: 'Completed', status: 'True', reason: 'Succeeded', message: 'The pod has completed successfully.' }],
  Failed: [{ type: 'Completed', status: 'True', reason: 'Failed', message: 'The pod failed.' }],
};

function phaseOf(object: KubeObject): string {
  const status = object.status;
  return typeof status === 'object' && status !== null && 'phase' in status ? String(status.phase) : '';
}

/** JSON of a PartialObjectMetadata. */
export function partialMetadataText(object: KubeObject): string {
  return JSON.stringify({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata });
}

/** JSON of one Table row. */
export function tableRowText(resource: ServedResource, stored: StoredObject, include: IncludeObject, now: number): string {
  const cells = JSON.stringify(tableCells(resource, stored.object, now));
  const conditions = resource.key === 'pods' ? ROW_CONDITIONS[phaseOf(stored.object)] : undefined;
  const object = include === 'None' ? 'null' : include === 'Metadata' ? partialMetadataText(stored.object) : stored.text;
  return `{"cells":${cells}${conditions ? `,"conditions":${JSON.stringify(conditions)}` : ''},"object":${object}}`;
}

/** JSON of `columnDefinitions`. */
export function columnDefinitionsText(resource: ServedResource): string {
  return JSON.stringify(resource.columns.map(({ jsonPath: _jsonPath, ...column }) => column));
}

/** JSON of a Table. `columns` is `null` on all but the first event of a watch, as the real server does. */
export function tableText(metadata: Readonly<Record<string, unknown>>, columns: string, rows: readonly string[]): string {
  return `{"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":${JSON.stringify(metadata)},"columnDefinitions":${columns},"rows":[${rows.join(',')}]}`;
}
