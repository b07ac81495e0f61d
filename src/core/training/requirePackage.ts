import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * Loads a CommonJS package. `import()` gives the same object, but reads the source twice more, for its format and for
 * the names that it exports: 0.25 s for TensorFlow.js, which is most of what loading it takes.
 *
 * @param isIt whether the package is what it is taken for
 * @throws TypeError where it is not
 */
export function requirePackage<P>(name: string, isIt: (exported: object) => exported is P & object): P {
  const exported: unknown = require(name);
  if (typeof exported === 'object' && exported !== null && isIt(exported)) return exported;
  throw new TypeError(`The package '${name}' is not what it was when intone was built.`);
}
