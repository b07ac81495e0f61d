import { Flags } from '@oclif/core';
import { CACHE_PRUNE_NOTHING_SAID } from '../../../core/errors/cache.js';
import { pruneCache, type Pruned } from '../../../core/cache/prune.js';
import { parseAge, parseSize } from '../../../core/cache/quantities.js';
import { byteSize } from '../../byteSize.js';
import { cacheFlag, cacheFolder } from '../../cacheFlags.js';
import { count } from '../../figures.js';
import { IntoneCommand } from '../../intoneCommand.js';

export default class CachePrune extends IntoneCommand {
  static override description = 'remove from the feature cache what was not used for long';
  static override examples = [
    '<%= config.bin %> cache prune --older-than 30d',
    '<%= config.bin %> cache prune --max-size 1GB',
    '<%= config.bin %> cache prune --all',
  ];
  static override flags = {
    cache: cacheFlag,
    'older-than': Flags.string({
      description: 'remove rows that were not used for longer than this, e.g. 30d',
      helpValue: 'AGE',
    }),
    'max-size': Flags.string({
      description: 'remove the least recently used rows until the others fit, e.g. 1GB',
      helpValue: 'SIZE',
    }),
    all: Flags.boolean({ description: 'remove all rows' }),
  };

  async run(): Promise<{ readonly folder: string } & Pruned> {
    const { flags } = await this.parse(CachePrune);
    const { all, 'older-than': age, 'max-size': size } = flags;
    if (!all && age === undefined && size === undefined) throw CACHE_PRUNE_NOTHING_SAID(undefined);
    const folder = await cacheFolder(flags.cache);
    const pruned = await pruneCache(folder, {
      all,
      ...(age !== undefined && { olderThan: parseAge(age) }),
      ...(size !== undefined && { maxBytes: parseSize(size) }),
    });
    const { removed, removedBytes, left, leftBytes } = pruned;
    this.log(
      `${folder}: removed ${count(removed)} rows (${byteSize(removedBytes)}), ` +
        `left ${count(left)} (${byteSize(leftBytes)})`,
    );
    return { folder, ...pruned };
  }
}
