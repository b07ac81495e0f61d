import { Flags } from '@oclif/core';
import { resolve } from 'node:path';
import { backendsFolder } from '../../../core/backends/folder.js';
import { installBackend } from '../../../core/backends/install/install.js';
import type { Installation } from '../../../core/backends/installation.js';
import { backendArgument, requireInstallable } from '../../backendNames.js';
import { byteSize } from '../../byteSize.js';
import { duration } from '../../figures.js';
import { InstallLines } from '../../installLines.js';
import { IntoneCommand } from '../../intoneCommand.js';
import { progressScreen } from '../../screen.js';

interface InstalledBackend extends Installation {
  readonly directory: string;
  readonly already: boolean;
  readonly gpu: boolean | null;
  readonly seconds: number;
}

export default class BackendInstall extends IntoneCommand {
  static override description = 'install a backend that is faster than what is built in';
  static override examples = [
    '<%= config.bin %> backend install tensorflow',
    '<%= config.bin %> backend install tensorflow --from tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
  ];
  static override args = { name: backendArgument };
  static override flags = {
    from: Flags.string({
      description: 'take TensorFlow from a wheel, or a folder of wheels, instead of downloading it',
      helpValue: 'PATH',
    }),
    index: Flags.string({
      description: 'download the wheel through this package index instead of asking pip for it',
      helpValue: 'URL',
      exclusive: ['from'],
    }),
    wheel: Flags.boolean({
      description: "leave the npm package's own installer out, and take the wheel at once",
    }),
  };

  async run(): Promise<InstalledBackend> {
    const { args, flags } = await this.parse(BackendInstall);
    const backend = requireInstallable(args.name);
    const { from, index, wheel } = flags;
    const stop = new AbortController();
    const onSignal = (): void => {
      stop.abort();
    };
    const lines = new InstallLines(progressScreen());
    const start = performance.now();
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
    try {
      const { directory, installation, already, gpu } = await installBackend(
        backend,
        {
          folder: backendsFolder(),
          ...(from !== undefined && { from: resolve(from) }),
          ...(index !== undefined && { index }),
          ...(wheel && { wheelOnly: true }),
        },
        { signal: stop.signal, report: lines.show, environment: process.env },
      );
      const seconds = (performance.now() - start) / 1000;
      lines.close();
      const { name, packageVersion, libraryVersion, bytes } = installation;
      const what = `${name} ${packageVersion} on TensorFlow ${libraryVersion}`;
      if (already) this.log(`${what} is installed already, in ${directory}`);
      else this.log(`installed ${what}: ${byteSize(bytes)} in ${duration(seconds)}, in ${directory}`);
      if (backend.kind === 'gpu' && gpu === false)
        this.log(
          "It finds no GPU here, or no driver for one, and cannot be used until it does: 'auto' takes another backend.",
        );
      return { ...installation, directory, already, gpu, seconds };
    } finally {
      lines.close();
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    }
  }
}
