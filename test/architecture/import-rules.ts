/** What the files that `who` matches may import: files of the project and packages, as patterns of whole names. */
export interface ImportRule {
  readonly who: RegExp;
  /** How the rule reads to whoever broke it. */
  readonly says: string;
  readonly may: (from: string, to: string) => boolean;
}

const isFile = (to: string) => /^(shared|electron|renderer|test|scripts)\/|^package\.json$/.test(to);
const isNode = (to: string) => to.startsWith('node:');
const feature = (file: string) => /^(?:electron|renderer)\/features\/([^/]+)\//.exec(file)?.[1];

/** Packages that hold sockets to clusters or read kubeconfigs. */
const kubePackages = ['undici', '@kubernetes/client-node', 'yaml', 'js-yaml', 'socks', 'zod', 'ws', 're2js'];

/** Never in the page: Node, Electron, and what could reach a cluster. */
const notForThePage = (to: string) =>
  isNode(to) || ['electron', 'undici', '@kubernetes/client-node', 'ws', 'socks'].includes(to) || to.startsWith('electron/');

/** ARCHITECTURE.md, "Who may import whom". The first rule that matches a file decides. */
export const rules: readonly ImportRule[] = [
  {
    who: /^shared\//,
    says: 'shared/ imports only itself, zod and pure packages without Node or a page',
    may: (_from, to) => to.startsWith('shared/') || ['zod', 're2js'].includes(to),
  },
  {
    who: /^electron\/kube\//,
    says: 'electron/kube imports shared/, itself, node:* and its packages; never a feature, ipc, the shell or Electron',
    may: (_from, to) => /^(shared|electron\/kube)\//.test(to) || isNode(to) || kubePackages.includes(to),
  },
  {
    who: /^electron\/features\//,
    says: 'a feature imports shared/, electron/kube and itself; never another feature, ipc or Electron',
    may: (from, to) =>
      /^(shared|electron\/kube)\//.test(to) ||
      (isFile(to) ? feature(from) === feature(to) && to.startsWith('electron/') : isNode(to) || kubePackages.includes(to)),
  },
  {
    who: /^electron\/(main|preload)\.ts$|^electron\/shell\//,
    says: 'only main.ts, preload.ts and shell/ import Electron; nothing of the main side imports the page',
    may: (_from, to) => !to.startsWith('renderer/') && !to.startsWith('test/'),
  },
  {
    who: /^electron\//,
    says: 'the main side imports neither Electron (except main.ts, preload.ts, shell/) nor the page',
    may: (_from, to) => to !== 'electron' && !to.startsWith('renderer/') && !to.startsWith('test/'),
  },
  {
    who: /^renderer\/(ui|charts)\//,
    says: 'renderer/ui and renderer/charts know no Kubernetes: React, themselves and shared/ only',
    may: (_from, to) => /^(shared|renderer\/(ui|charts))\//.test(to) || (!isFile(to) && !notForThePage(to)),
  },
  {
    who: /^renderer\/features\//,
    says: 'a feature of the page imports shared, bridge, state, ui, charts, messages and itself; never another feature, the app or the main side',
    may: (from, to) =>
      /^(shared|renderer\/(bridge|state|ui|charts|messages))\//.test(to) ||
      (isFile(to) ? feature(from) === feature(to) && to.startsWith('renderer/') : !notForThePage(to)),
  },
  {
    who: /^renderer\/(bridge|state)\//,
    says: 'bridge/ and state/ import shared/, each other and packages of the page; never a screen or the main side',
    may: (_from, to) => /^(shared|renderer\/(bridge|state|messages))\//.test(to) || (!isFile(to) && !notForThePage(to)),
  },
  {
    who: /^renderer\//,
    says: 'the page never imports the main side, Node, Electron or a package that reaches clusters',
    may: (_from, to) => /^(shared|renderer)\//.test(to) || (!isFile(to) && !notForThePage(to)),
  },
];
