import { arrayOf, type JsonObject, objectOf, textOf } from '../../kube/json-fields.ts';
import type { Members } from '../../kube/json-members.ts';

/** What is read of a pod template: for the `reads` of a projection. */
export const templateMembers: Members = { spec: { containers: { name: true, image: true } } };

/** CONTAINERS of a pod template: names, comma separated (layoutContainerCells of the server's printers). */
export function containerNames(template: JsonObject): string {
  return joined(template, 'name');
}

/** IMAGES of a pod template, comma separated. */
export function containerImages(template: JsonObject): string {
  return joined(template, 'image');
}

function joined(template: JsonObject, field: 'name' | 'image'): string {
  const containers = arrayOf(objectOf(template.spec).containers);
  if (containers.length === 1) return textOf(objectOf(containers[0])[field]);
  let text = '';
  for (let index = 0; index < containers.length; index++) text += (index === 0 ? '' : ',') + textOf(objectOf(containers[index])[field]);
  return text;
}
