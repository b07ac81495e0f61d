import { backendsFolder } from '../../core/backends/folder.js';
import { backendStock, type BackendStock } from '../../core/backends/inventory.js';
import { byteSize } from '../byteSize.js';
import { IntoneCommand } from '../intoneCommand.js';
import { plainTable } from '../plainTable.js';

export default class Backend extends IntoneCommand {
  static override description = 'show which backends are installed, where, and how big they are';
  static override examples = ['<%= config.bin %> backend', '<%= config.bin %> backend list --json'];
  static override aliases = ['backend:list'];

  async run(): Promise<{ readonly folder: string; readonly backends: readonly BackendStock[] }> {
    await this.parse(Backend);
    const folder = backendsFolder();
    const backends = await backendStock(folder);
    const rows = backends.flatMap(rowsOf);
    this.log(plainTable(['backend', 'version', 'size', 'where'], rows, ['left', 'left', 'right', 'left']));
    return { folder, backends };
  }
}

function rowsOf({ backend, used, managed, downloaded, broken }: BackendStock): readonly string[][] {
  const { name } = backend;
  const rows = managed.map(({ directory, installation: { packageVersion, libraryVersion }, bytes }) => [
    name,
    `${packageVersion} on TensorFlow ${libraryVersion}`,
    byteSize(bytes),
    directory,
  ]);
  if (used?.source === 'project')
    rows.unshift([name, used.version, '', `${used.directory} (of the project)`]);
  if (broken !== null) {
    rows.push([name, 'cannot be used', '', `${broken.directory} (of the project): it ${broken.reason}`]);
  }
  if (downloaded > 0) rows.push([name, 'unfinished download', byteSize(downloaded), '']);
  if (rows.length === 0) rows.push([name, 'not installed', '', `intone backend install ${name}`]);
  return rows;
}
