/** What computes: the processor alone, or a CUDA card. */
export type TensorflowKind = 'cpu' | 'gpu';

/** A backend that is not part of intone but can be installed for it. */
export interface InstallableBackend {
  /** As `backend: { use: NAME }` and `intone backend install NAME` have it. */
  readonly name: string;
  readonly kind: TensorflowKind;
  /** The npm package that binds TensorFlow to Node. */
  readonly package: string;
  /** The version of it that `intone backend install` brings. */
  readonly packageVersion: string;
}

export const INSTALLABLE: Readonly<Record<TensorflowKind, InstallableBackend>> = {
  cpu: {
    name: 'tensorflow',
    kind: 'cpu',
    package: '@tensorflow/tfjs-node',
    packageVersion: '4.22.0',
  },
  gpu: {
    name: 'tensorflow-gpu',
    kind: 'gpu',
    package: '@tensorflow/tfjs-node-gpu',
    packageVersion: '4.22.0',
  },
};

export const INSTALLABLE_NAMES: readonly string[] = Object.values(INSTALLABLE).map(({ name }) => name);

/** The installable backend of a name, or undefined. */
export function installableBackend(name: string): InstallableBackend | undefined {
  return Object.values(INSTALLABLE).find((each) => each.name === name);
}
