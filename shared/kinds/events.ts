import { column, type KindDefinition, wideColumn } from './kind-definition.ts';

/** Events of core/v1, as printEvent of the server prints them. events.k8s.io/v1 names its fields otherwise and goes through the Table. */
export const events: KindDefinition = {
  resource: { group: '', version: 'v1', resource: 'events' },
  versions: ['v1'],
  kind: 'Event',
  namespaced: true,
  shortNames: ['ev'],
  nameColumn: 'last-wide',
  columns: [
    column('last-seen', 'LAST SEEN', 'age', 'Time since the latest occurrence.'),
    column('type', 'TYPE', 'text', 'Normal or Warning.'),
    column('reason', 'REASON', 'text', 'Why it was written, in one word for machines.'),
    column('object', 'OBJECT', 'text', 'What it is about: kind/name.'),
    wideColumn('subobject', 'SUBOBJECT', 'text', 'Part of the object, e.g. spec.containers{app}.'),
    wideColumn('source', 'SOURCE', 'text', 'Who wrote it: component, host.'),
    column('message', 'MESSAGE', 'text', 'What happened, in words.'),
    wideColumn('first-seen', 'FIRST SEEN', 'age', 'Time since the first occurrence.'),
    wideColumn('count', 'COUNT', 'number', 'How often it was seen.'),
  ],
};
