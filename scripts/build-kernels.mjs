// Compiles the AssemblyScript kernels to WebAssembly. Training: one source, builds of which the one that the machine
// can run is taken at start (see src/kernels/module.ts). Features, resampling and nearest rows: one build for all
// machines, so that rows are the same bytes everywhere (see src/kernels/spectra/, src/kernels/neighbors/).
import { mkdir, rename } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));
// Training: one memory that several threads' instances share; it starts small and grows to what it needs.
const shared = ['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'];
const own = ['--initialMemory', '1'];
const training = (name, wide, ...features) => ({
  ...{ source: 'training.ts', file: `training-${name}.wasm`, memory: shared },
  features: ['simd', 'threads', ...features],
  constants: [`WIDE=${wide}`],
});
const builds = [
  training('simd', 0),
  training('relaxed-simd', 0, 'relaxed-simd'),
  training('relaxed-simd-wide', 1, 'relaxed-simd'),
  { source: 'features.ts', file: 'features.wasm', features: ['simd'], memory: own, constants: [] },
  { source: 'neighbors.ts', file: 'neighbors.wasm', features: ['simd'], memory: own, constants: [] },
];

await mkdir(`${root}/dist/kernels`, { recursive: true });
for (const { source, file, features, memory, constants } of builds) {
  const unfinished = `dist/kernels/${file}.${process.pid}`;
  const { error, stderr } = await asc.main([
    `src/kernels/assembly/${source}`,
    ...['--baseDir', root, '--outFile', unfinished],
    ...['--runtime', 'stub', ...memory],
    ...['abort=', ...constants].flatMap((constant) => ['--use', constant]),
    ...['--optimizeLevel', '3', '--converge', '--noAssert'],
    ...features.flatMap((feature) => ['--enable', feature]),
  ]);
  if (error) {
    console.error(stderr.toString());
    process.exit(1);
  }
  await rename(`${root}/${unfinished}`, `${root}/dist/kernels/${file}`);
}
