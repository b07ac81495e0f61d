import { backendsFolder } from '../../../core/backends/folder.js';
import { removeBackend } from '../../../core/backends/install/remove.js';
import { backendArgument, requireInstallable } from '../../backendNames.js';
import { byteSize } from '../../byteSize.js';
import { IntoneCommand } from '../../intoneCommand.js';

export default class BackendRemove extends IntoneCommand {
  static override description = 'remove a backend that intone installed, and what is left of its download';
  static override examples = ['<%= config.bin %> backend remove tensorflow'];
  static override args = { name: backendArgument };

  async run(): Promise<{ readonly name: string; readonly bytes: number }> {
    const { args } = await this.parse(BackendRemove);
    const backend = requireInstallable(args.name);
    const bytes = await removeBackend(backend, backendsFolder());
    this.log(`removed ${backend.name}: ${byteSize(bytes)} are free`);
    return { name: backend.name, bytes };
  }
}
