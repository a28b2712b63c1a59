import { arch, release, type } from 'node:os';
import type { Diagnostics, ThreadDiagnostics, Versions } from '../../../shared/diagnostics.ts';
import { systemClock } from '../../kube/clock.ts';
import { LoopMeter } from '../../kube/loop-meter.ts';

/** The data threads as this feature sees them; kube/data-threads.ts is one. */
export interface DiagnosedThreads {
  readonly restarts: number;
  diagnose(): Promise<ThreadDiagnostics[]>;
}

/** Makes the function that answers `diagnostics.get`: this process, and what each data thread says of itself. Never rejects. */
export function createDiagnose(app: { readonly version: string; readonly shell: Versions['shell'] }, threads: DiagnosedThreads) {
  const loop = new LoopMeter(systemClock);
  const versions: Versions = {
    app: app.version,
    shell: app.shell,
    electron: process.versions.electron ?? '',
    chrome: process.versions.chrome ?? '',
    node: process.versions.node,
    os: `${type()} ${release()} ${arch()}`,
  };
  return async (): Promise<Diagnostics> => ({
    takenAt: Date.now(),
    versions,
    main: { ...loop.read(), rssBytes: process.memoryUsage.rss(), threadRestarts: threads.restarts },
    threads: await threads.diagnose(),
  });
}
