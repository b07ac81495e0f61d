import type { SourceLocation } from '../errors/entry.js';

/** Something that is allowed and probably not meant. */
export interface Warning {
  readonly message: string;
  readonly where: SourceLocation;
}
