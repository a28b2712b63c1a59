import type { Fault, Place } from './yaml-node.ts';

/** One kubeconfig text, read as kubectl reads it. Names are keys of Maps, so `__proto__` is a name like any other. */
export interface ParsedKubeconfig {
  /** Absolute path of the file, or the name of an in-memory source. */
  readonly file: string;
  /** Why kubectl would refuse the whole file; its contexts are then listed, but none can be used. Null when it is fine. */
  readonly refused: Fault | null;
  /** True when there is nothing in it (no bytes, only comments, `null`). */
  readonly empty: boolean;
  readonly currentContext: string;
  readonly clusters: ReadonlyMap<string, ClusterEntry>;
  readonly users: ReadonlyMap<string, UserEntry>;
  readonly contexts: ReadonlyMap<string, ContextEntry>;
  /** Things that kubectl passes over in silence and that the user should know. */
  readonly warnings: readonly Fault[];
}

interface Entry {
  readonly file: string;
  readonly name: string;
  /** Line and column of a field of this entry, or of the entry itself when it has no such field. */
  placeOf(field?: string): Place;
}

/** A cluster of a kubeconfig; empty text means that the field is absent, as in Go. */
export interface ClusterEntry extends Entry {
  readonly server: string;
  readonly tlsServerName: string;
  readonly insecureSkipTlsVerify: boolean;
  readonly certificateAuthority: string;
  /** Decoded text of certificate-authority-data. */
  readonly certificateAuthorityData: string;
  readonly proxyUrl: string;
  readonly disableCompression: boolean;
  readonly extensions: ReadonlyMap<string, unknown>;
}

/** A user of a kubeconfig. */
export interface UserEntry extends Entry {
  readonly clientCertificate: string;
  readonly clientCertificateData: string;
  readonly clientKey: string;
  readonly clientKeyData: string;
  readonly token: string;
  readonly tokenFile: string;
  readonly username: string;
  readonly password: string;
  readonly impersonate: string;
  readonly impersonateUid: string;
  readonly impersonateGroups: readonly string[];
  readonly impersonateExtra: ReadonlyMap<string, readonly string[]>;
  readonly authProvider: string | null;
  readonly exec: ExecEntry | null;
}

/** How a credential plugin is to be run. */
export interface ExecEntry {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly apiVersion: string;
  readonly installHint: string;
  readonly provideClusterInfo: boolean;
  /** `IfAvailable` when a v1beta1 entry says nothing, as SetDefaults_ExecConfig of client-go. */
  readonly interactiveMode: string;
}

/** A context of a kubeconfig. */
export interface ContextEntry extends Entry {
  readonly cluster: string;
  readonly user: string;
  readonly namespace: string;
}
