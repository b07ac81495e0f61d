import { verifyCache, type Verified } from '../../../core/cache/verify.js';
import { cacheFlag, cacheFolder } from '../../cacheFlags.js';
import { count } from '../../figures.js';
import { IntoneCommand } from '../../intoneCommand.js';

export default class CacheVerify extends IntoneCommand {
  static override description = 'check every row of the feature cache and remove the damaged ones';
  static override examples = ['<%= config.bin %> cache verify'];
  static override flags = { cache: cacheFlag };

  async run(): Promise<{ readonly folder: string } & Verified> {
    const { flags } = await this.parse(CacheVerify);
    const folder = await cacheFolder(flags.cache);
    const verified = await verifyCache(folder);
    const { sound, damaged } = verified;
    this.log(`${folder}: ${count(sound)} rows are sound, ${count(damaged.length)} were damaged and removed`);
    for (const file of damaged) this.log(`  ${file}`);
    return { folder, ...verified };
  }
}
