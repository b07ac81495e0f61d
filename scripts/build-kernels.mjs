// Compiles the AssemblyScript kernels to WebAssembly: one source, two builds, of which the one that the machine can run
// is taken at start (see src/kernels/module.ts).
import { mkdir, rename } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));
const builds = [
  { file: 'training-simd.wasm', features: ['simd', 'threads'] },
  { file: 'training-relaxed-simd.wasm', features: ['simd', 'relaxed-simd', 'threads'] },
];

await mkdir(`${root}/dist/kernels`, { recursive: true });
for (const { file, features } of builds) {
  const unfinished = `dist/kernels/${file}.${process.pid}`;
  const { error, stderr } = await asc.main([
    'src/kernels/assembly/training.ts',
    ...['--baseDir', root, '--outFile', unfinished],
    ...['--runtime', 'stub', '--use', 'abort='],
    // One memory that several threads' instances share; it starts small and grows to what it needs.
    ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
    ...['--optimizeLevel', '3', '--converge', '--noAssert'],
    ...features.flatMap((feature) => ['--enable', feature]),
  ]);
  if (error) {
    console.error(stderr.toString());
    process.exit(1);
  }
  await rename(`${root}/${unfinished}`, `${root}/dist/kernels/${file}`);
}
