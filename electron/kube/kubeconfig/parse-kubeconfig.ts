import { FieldReader } from './field-reader.ts';
import type { ClusterEntry, ContextEntry, ExecEntry, ParsedKubeconfig, UserEntry } from './kubeconfig-entries.ts';
import { type Fault, findInfinite, LineTable, parseYaml, YamlFault, type YamlNode } from './yaml-node.ts';

/**
 * Reads one kubeconfig text. Never throws: what kubectl refuses comes back as `refused` with its place. `file` is only
 * remembered. Follows clientcmd's LoadFromFile (k8s.io/client-go 0.36: YAML 1.1 by go-yaml v2, JSON decoding with case-sensitive
 * fields, v1 to internal conversion that refuses duplicate names).
 */
export function parseKubeconfig(text: string, file: string): ParsedKubeconfig {
  const lines = new LineTable(text);
  try {
    const document = parseYaml(text);
    if (document.root === null || isEmpty(document.root)) return { ...nothing(file), empty: true };
    const reader = new FieldReader(lines);
    const parsed = readFile(reader, document.root, file);
    const infinite = findInfinite(document.root, text);
    if (infinite !== null)
      reader.refuse(`${infinite.text} is a number that JSON does not have, so kubectl refuses the file; put it in quotes`, infinite.offset);
    if (document.secondDocumentAt !== null)
      reader.warn('the file holds more than one YAML document; only the first is used, as in kubectl', document.secondDocumentAt);
    return { ...parsed, refused: reader.refused, warnings: reader.warnings };
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error;
    return { ...nothing(file), refused: describeYamlFault(error, text, lines) };
  }
}

function nothing(file: string): ParsedKubeconfig {
  return {
    file,
    refused: null,
    empty: false,
    currentContext: '',
    clusters: new Map(),
    users: new Map(),
    contexts: new Map(),
    warnings: [],
  };
}

function isEmpty(root: YamlNode): boolean {
  return root.kind === 'scalar' && root.plain && /^(?:~|null|Null|NULL)?$/.test(root.text);
}

function describeYamlFault(fault: YamlFault, text: string, lines: LineTable): Fault {
  const rest = text.slice(fault.offset);
  if (rest.trim() === '' && text.trim() !== '') {
    const last = lines.placeOf(text.trimEnd().length);
    return { message: `ends in the middle (line ${last.line}). Is it still being written? (${fault.message})`, place: last };
  }
  const place = lines.placeOf(fault.offset);
  const line = text.slice(text.lastIndexOf('\n', fault.offset - 1) + 1, fault.offset + 1);
  if (/tab/i.test(fault.message) || /^[ ]*\t/.test(line))
    return { message: `line ${place.line} is indented with a tab; YAML takes spaces only`, place };
  return { message: `is not valid YAML: ${fault.message}`, place };
}

function readFile(reader: FieldReader, root: YamlNode, file: string): ParsedKubeconfig {
  if (root.kind !== 'map') {
    reader.refuse(
      `is not a kubeconfig: it holds ${root.kind === 'list' ? 'a list' : 'plain text'} where a map with clusters, users and contexts is expected`,
      root.offset,
    );
    return nothing(file);
  }
  const fields = reader.fields(root, 'the file');
  const kind = reader.text(fields.get('kind'), 'kind');
  const apiVersion = reader.text(fields.get('apiVersion'), 'apiVersion');
  if (kind !== '' && kind !== 'Config') reader.refuse(`kind is ${kind}, expected Config`, fields.get('kind')?.offset ?? 0);
  if (apiVersion !== '' && apiVersion !== 'v1')
    reader.refuse(
      `no kind "Config" is registered for version "${apiVersion}"; apiVersion must be v1`,
      fields.get('apiVersion')?.offset ?? 0,
    );
  const clusters = named(reader, fields.get('clusters'), 'clusters', 'cluster', (entry) => readCluster(reader, entry, file));
  const users = named(reader, fields.get('users'), 'users', 'user', (entry) => readUser(reader, entry, file));
  const contexts = named(reader, fields.get('contexts'), 'contexts', 'context', (entry) => readContext(reader, entry, file));
  const currentContext = reader.text(fields.get('current-context'), 'current-context');
  extensions(reader, fields.get('extensions'), 'extensions');
  const preferences = reader.fields(fields.get('preferences'), 'preferences');
  reader.boolean(preferences.get('colors'), 'preferences.colors');
  extensions(reader, preferences.get('extensions'), 'preferences.extensions');
  return { file, refused: null, empty: false, currentContext, clusters, users, contexts, warnings: [] };
}

/** One element of `clusters`, `users` or `contexts` on its way to an entry. */
interface NamedNode {
  readonly name: string;
  readonly what: string;
  readonly offset: number;
  readonly fields: ReadonlyMap<string, YamlNode>;
}

function named<Value>(
  reader: FieldReader,
  node: YamlNode | undefined,
  listName: string,
  field: string,
  read: (entry: NamedNode) => Value,
): Map<string, Value> {
  const found = new Map<string, Value>();
  const offsets = new Map<string, number>();
  const items = reader.list(node, listName);
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    if (item === undefined) continue;
    const outer = reader.fields(item, `${listName}[${index}]`);
    const name = reader.text(outer.get('name'), `${listName}[${index}].name`);
    const first = offsets.get(name);
    if (first !== undefined) {
      const here = `lines ${reader.lines.placeOf(first).line} and ${reader.lines.placeOf(item.offset).line}`;
      reader.refuse(
        `duplicate name "${name}" in list ${listName} (${here}); kubectl refuses the file, so rename or remove one`,
        item.offset,
      );
      continue;
    }
    offsets.set(name, item.offset);
    const what = `${field} "${name}"`;
    found.set(name, read({ name, what, offset: item.offset, fields: reader.fields(outer.get(field), what) }));
  }
  return found;
}

/** Reads the fields of one entry. Most fields of most entries are absent, and 20,000 entries are read: names for messages are made only for what is there. */
class EntryFields {
  private readonly reader: FieldReader;
  private readonly entry: NamedNode;

  constructor(reader: FieldReader, entry: NamedNode) {
    this.reader = reader;
    this.entry = entry;
  }

  text(field: string): string {
    const node = this.entry.fields.get(field);
    return node === undefined ? '' : this.reader.text(node, `${field} of ${this.entry.what}`);
  }

  base64(field: string): string {
    const node = this.entry.fields.get(field);
    return node === undefined ? '' : this.reader.base64(node, `${field} of ${this.entry.what}`);
  }

  boolean(field: string): boolean {
    const node = this.entry.fields.get(field);
    return node === undefined ? false : this.reader.boolean(node, `${field} of ${this.entry.what}`);
  }

  texts(field: string): readonly string[] {
    const node = this.entry.fields.get(field);
    return node === undefined ? noTexts : this.reader.texts(node, `${field} of ${this.entry.what}`);
  }

  extensions(): ReadonlyMap<string, unknown> {
    const node = this.entry.fields.get('extensions');
    return node === undefined ? noExtensions : extensions(this.reader, node, `extensions of ${this.entry.what}`);
  }
}

const noTexts: readonly string[] = [];

function placeFinder(reader: FieldReader, entry: NamedNode): (field?: string) => { line: number; column: number } {
  return (field) => reader.lines.placeOf((field === undefined ? undefined : entry.fields.get(field)?.offset) ?? entry.offset);
}

function readCluster(reader: FieldReader, entry: NamedNode, file: string): ClusterEntry {
  const fields = new EntryFields(reader, entry);
  return {
    file,
    name: entry.name,
    placeOf: placeFinder(reader, entry),
    server: fields.text('server'),
    tlsServerName: fields.text('tls-server-name'),
    insecureSkipTlsVerify: fields.boolean('insecure-skip-tls-verify'),
    certificateAuthority: fields.text('certificate-authority'),
    certificateAuthorityData: fields.base64('certificate-authority-data'),
    proxyUrl: fields.text('proxy-url'),
    disableCompression: fields.boolean('disable-compression'),
    extensions: fields.extensions(),
  };
}

function readContext(reader: FieldReader, entry: NamedNode, file: string): ContextEntry {
  const fields = new EntryFields(reader, entry);
  fields.extensions();
  return {
    file,
    name: entry.name,
    placeOf: placeFinder(reader, entry),
    cluster: fields.text('cluster'),
    user: fields.text('user'),
    namespace: fields.text('namespace'),
  };
}

function readUser(reader: FieldReader, entry: NamedNode, file: string): UserEntry {
  const fields = new EntryFields(reader, entry);
  fields.extensions();
  return {
    file,
    name: entry.name,
    placeOf: placeFinder(reader, entry),
    clientCertificate: fields.text('client-certificate'),
    clientCertificateData: fields.base64('client-certificate-data'),
    clientKey: fields.text('client-key'),
    clientKeyData: fields.base64('client-key-data'),
    token: fields.text('token'),
    tokenFile: fields.text('tokenFile'),
    username: fields.text('username'),
    password: fields.text('password'),
    impersonate: fields.text('as'),
    impersonateUid: fields.text('as-uid'),
    impersonateGroups: fields.texts('as-groups'),
    impersonateExtra: readExtra(reader, entry),
    authProvider: readAuthProvider(reader, entry.fields.get('auth-provider'), entry.what),
    exec: readExec(reader, entry.fields.get('exec'), entry.what),
  };
}

const noExtra: ReadonlyMap<string, readonly string[]> = new Map();

function readExtra(reader: FieldReader, entry: NamedNode): ReadonlyMap<string, readonly string[]> {
  const node = entry.fields.get('as-user-extra');
  if (node === undefined) return noExtra;
  const what = `as-user-extra of ${entry.what}`;
  return new Map([...reader.fields(node, what)].map(([key, value]) => [key, reader.texts(value, what)]));
}

function readAuthProvider(reader: FieldReader, node: YamlNode | undefined, what: string): string | null {
  if (absent(node)) return null;
  const fields = reader.fields(node, `auth-provider of ${what}`);
  for (const [key, value] of reader.fields(fields.get('config'), `auth-provider.config of ${what}`))
    reader.text(value, `auth-provider.config.${key} of ${what}`);
  return reader.text(fields.get('name'), `auth-provider.name of ${what}`);
}

function readExec(reader: FieldReader, node: YamlNode | undefined, what: string): ExecEntry | null {
  if (absent(node)) return null;
  const fields = reader.fields(node, `exec of ${what}`);
  const text = (field: string) => reader.text(fields.get(field), `exec.${field} of ${what}`);
  const apiVersion = text('apiVersion');
  const interactiveMode = text('interactiveMode');
  return {
    command: text('command'),
    args: reader.texts(fields.get('args'), `exec.args of ${what}`),
    env: reader.list(fields.get('env'), `exec.env of ${what}`).map((item, index) => {
      const pair = reader.fields(item, `exec.env[${index}] of ${what}`);
      return {
        name: reader.text(pair.get('name'), `exec.env[${index}].name of ${what}`),
        value: reader.text(pair.get('value'), `exec.env[${index}].value of ${what}`),
      };
    }),
    apiVersion,
    installHint: text('installHint'),
    provideClusterInfo: reader.boolean(fields.get('provideClusterInfo'), `exec.provideClusterInfo of ${what}`),
    interactiveMode: interactiveMode === '' && /\/v1(?:alpha1|beta1)$/.test(apiVersion) ? 'IfAvailable' : interactiveMode,
  };
}

function absent(node: YamlNode | undefined): boolean {
  return node === undefined || (node.kind === 'scalar' && node.plain && /^(?:~|null|Null|NULL)?$/.test(node.text));
}

/** Extensions by name. They are kept as JSON for plugins that ask for the cluster's configuration. */
function extensions(reader: FieldReader, node: YamlNode | undefined, what: string): ReadonlyMap<string, unknown> {
  if (absent(node)) return noExtensions;
  const found = new Map<string, unknown>();
  const items = reader.list(node, what);
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    const fields = reader.fields(item, `${what}[${index}]`);
    const name = reader.text(fields.get('name'), `${what}[${index}].name`);
    // conversion.go refuses only what would overwrite a value.
    if ((found.get(name) ?? null) !== null)
      reader.refuse(`duplicate name "${name}" in ${what}; kubectl refuses the file`, item?.offset ?? 0);
    found.set(name, reader.json(fields.get('extension')));
  }
  return found;
}

const noExtensions: ReadonlyMap<string, unknown> = new Map();
