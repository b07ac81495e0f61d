import type { Dataset } from '../registry/contracts.js';

/** The classes that a corpus has and the dataset's options leave out, in the corpus's order. */
export function omittedClasses({ classes, allClasses = classes }: Dataset): readonly string[] {
  return allClasses.filter((name) => !classes.includes(name));
}
