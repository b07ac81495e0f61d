import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { InstallContext, InstallProgress } from '../../../src/core/backends/install/progress.js';
import type { Wheel } from '../../../src/core/backends/install/wheels.js';

/** A folder that is there for the length of a test. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'intone-backends-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** What an installation is given, and what it told. */
export function heard(
  environment: InstallContext['environment'] = process.env,
): InstallContext & { readonly stop: () => void; readonly told: readonly InstallProgress[] } {
  const told: InstallProgress[] = [];
  const controller = new AbortController();
  return {
    signal: controller.signal,
    stop: () => {
      controller.abort();
    },
    report: (progress) => told.push(progress),
    environment,
    told,
  };
}

/** The wheel of these bytes, as intone would know it. */
export function wheelOf(
  contents: Uint8Array,
  file = 'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
): Wheel {
  return {
    requirement: 'tensorflow-cpu==2.21.0',
    file,
    bytes: contents.length,
    sha256: createHash('sha256').update(contents).digest('hex'),
    unpackedBytes: 100_000,
  };
}
