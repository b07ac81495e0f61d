import { existsSync } from 'node:fs';
import { Type } from '@sinclair/typebox';
import { brokenInProject, findTensorflow } from '../../../core/backends/findTensorflow.js';
import { INSTALLABLE, type TensorflowKind } from '../../../core/backends/packages.js';
import { definePlugin, type Plugin } from '../../../core/registry/plugin.js';
import { startTensorflow } from './start.js';

export default backend(
  'cpu',
  "TensorFlow's own library (@tensorflow/tfjs-node), with the LSTM in its block operations.",
);

export const tensorflowGpu = backend(
  'gpu',
  "TensorFlow's own library on a CUDA card (@tensorflow/tfjs-node-gpu), with the LSTM in its block operations.",
);

function backend(kind: TensorflowKind, summary: string): Plugin<'backend'> {
  const { name, package: npmPackage } = INSTALLABLE[kind];
  return definePlugin({
    kind: 'backend',
    name,
    summary,
    options: Type.Object({}, { additionalProperties: false }),
    create: () => ({
      unavailable: () => Promise.resolve(whyNot(kind)),
      start: (machine) => startTensorflow(kind, machine),
      dependsOnThreads: true,
      preference: kind === 'gpu' ? 40 : 30,
      get version() {
        const found = findTensorflow(kind);
        if (found === null) return `${npmPackage.replace('@tensorflow/', '')}, not installed`;
        const { packageVersion, libraryVersion } = found;
        return `${npmPackage.replace('@tensorflow/', '')} ${packageVersion}, TensorFlow ${libraryVersion ?? 'of unknown version'}`;
      },
    }),
  });
}

function whyNot(kind: TensorflowKind): string | null {
  const noCard = kind === 'gpu' ? whyNoCard() : null;
  if (noCard !== null || findTensorflow(kind) !== null) return noCard;
  const { name, package: npmPackage } = INSTALLABLE[kind];
  const broken = brokenInProject(kind);
  const install = `run intone backend install ${name}`;
  if (broken === null) return `it is not installed; ${install}`;
  return `${npmPackage} in ${broken.directory} ${broken.reason}; ${install}`;
}

/** Without a card the library would compute on the processor and say nothing of it. */
function whyNoCard(): string | null {
  const driver = '/dev/nvidiactl';
  if (process.platform !== 'linux' || existsSync(driver)) return null;
  return `this machine shows no CUDA card (${driver} is not there)`;
}
