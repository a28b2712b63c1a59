import type { KubeObject } from './kube-object.ts';

/** An object and its JSON text, written once however many lists and watches ask for it. */
export class StoredObject {
  readonly object: KubeObject;
  #itemText: string | null = null;

  constructor(object: KubeObject) {
    this.object = object;
  }

  /** The form inside a list of a built-in kind: without kind and apiVersion, as the real server writes it. */
  get itemText(): string {
    if (this.#itemText === null) {
      const { kind: _kind, apiVersion: _apiVersion, ...rest } = this.object;
      this.#itemText = JSON.stringify(rest);
    }
    return this.#itemText;
  }

  /** The whole object. */
  get text(): string {
    const { kind, apiVersion } = this.object;
    return `{"kind":${JSON.stringify(kind)},"apiVersion":${JSON.stringify(apiVersion)},${this.itemText.slice(1)}`;
  }
}
