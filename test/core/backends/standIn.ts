import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { headersBeside } from '../../../src/core/backends/install/toolchain.js';
import type { Wheel } from '../../../src/core/backends/install/wheels.js';
import { wheelOf } from './context.js';
import type { ServedFile } from './fileServer.js';
import { zipOf } from './zip.js';

/**
 * Small stand-ins for what an installation is made of: a wheel with two tiny shared libraries, and an npm package with
 * a tiny binding to be compiled against them. Everything else is the real thing: npm, pip, the compiler, the dynamic
 * linker and Node.
 */
export interface StandIn {
  readonly wheel: Wheel;
  readonly wheelBytes: Uint8Array;
  /** What an npm registry at an address serves; `install` is the package's own install script. */
  registry(url: string, install?: string): Promise<Record<string, ServedFile>>;
}

export const canCompile = spawnSync('g++', ['--version']).status === 0 && headersBeside() !== null;
if (!canCompile) {
  console.warn(
    'Tests that put a backend together are skipped: there is no g++ here, or no include/node beside node.',
  );
}

const HEADER = 'extern "C" const char* TF_Version(void);\n';
const BINDING = `#include <node_api.h>
#include "tensorflow/c/c_api.h"
extern "C" __attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  napi_value version;
  napi_create_string_utf8(env, TF_Version(), NAPI_AUTO_LENGTH, &version);
  napi_set_named_property(env, exports, "TF_Version", version);
  return exports;
}
`;
const INDEX = `
const { isNullOrUndefined } = require('util');
if (isNullOrUndefined(0)) throw new Error('util is broken');
const binding = require('./lib/napi-v8/tfjs_binding.node');
exports.tensor2d = (values) => values;
exports.matMul = ([a, b, c, d], [e, f, g, h]) => ({
  dataSync: () => Float32Array.of(a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h),
});
exports.backend = () => ({ binding, isUsingGpuDevice: false });
`;

/** Makes them in a folder, which has to stay as long as they are used. */
export async function makeStandIn(
  folder: string,
  { binding = BINDING, index = INDEX } = {},
): Promise<StandIn> {
  const wheelBytes = await makeWheel(folder);
  return {
    wheel: wheelOf(wheelBytes),
    wheelBytes,
    registry: (url, install = 'echo "Error: getaddrinfo ENOTFOUND nowhere.invalid" && exit 1') =>
      makeRegistry(folder, url, { binding, index, install }),
  };
}

/** A wheel that pip too takes for one: `tensorflow_cpu` 2.21.0 for CPython 3.11 on Linux. */
async function makeWheel(folder: string): Promise<Uint8Array> {
  const library = async (name: string, source: string, ...with_: string[]): Promise<Uint8Array> => {
    await writeFile(join(folder, `${name}.cc`), source);
    const file = join(folder, name);
    execFileSync('g++', [
      '-shared',
      '-fPIC',
      `-Wl,-soname,${name}`,
      join(folder, `${name}.cc`),
      '-o',
      file,
      ...with_,
    ]);
    return readFile(file);
  };
  const framework = 'libtensorflow_framework.so.2';
  // As the real ones: it says something while it loads.
  const frameworkBytes = await library(
    framework,
    `#include <cstdio>
     __attribute__((constructor)) static void greet() { fprintf(stderr, "oneDNN custom operations are on\\n"); }
     extern "C" const char* framework_version() { return "2.21.0"; }`,
  );
  const bytes = await library(
    'libtensorflow_cc.so.2',
    `extern "C" const char* framework_version();
     extern "C" const char* TF_Version() { return framework_version(); }`,
    join(folder, framework),
    '-Wl,-rpath,$ORIGIN/',
  );
  const info = 'tensorflow_cpu-2.21.0.dist-info';
  return zipOf([
    { name: `tensorflow/${framework}`, contents: frameworkBytes },
    { name: 'tensorflow/libtensorflow_cc.so.2', contents: bytes },
    { name: 'tensorflow/include/tensorflow/c/c_api.h', contents: HEADER },
    { name: 'tensorflow/python/ops.py', contents: 'nothing of Python is wanted' },
    { name: `${info}/METADATA`, contents: 'Metadata-Version: 2.1\nName: tensorflow_cpu\nVersion: 2.21.0\n' },
    {
      name: `${info}/WHEEL`,
      contents:
        'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: false\nTag: cp311-cp311-manylinux_2_27_x86_64\n',
    },
    { name: `${info}/RECORD`, contents: '' },
  ]);
}

async function makeRegistry(
  folder: string,
  url: string,
  { binding, index, install }: { binding: string; index: string; install: string },
): Promise<Record<string, ServedFile>> {
  const manifest = {
    name: '@tensorflow/tfjs-node',
    version: '4.22.0',
    main: 'index.js',
    scripts: { install },
  };
  const source = await mkdtemp(join(folder, 'package-'));
  const files = {
    'package.json': JSON.stringify(manifest),
    'index.js': index,
    'index.js.map': '{}',
    'binding/tfjs_binding.cc': binding,
    'binding/tfjs_backend.cc': '#include "tensorflow/c/c_api.h"\n',
  };
  for (const [name, contents] of Object.entries(files)) {
    await mkdir(dirname(join(source, name)), { recursive: true });
    await writeFile(join(source, name), contents);
  }
  execFileSync('npm', ['pack', '--silent', '--pack-destination', source], { cwd: source });
  const tarball = await readFile(join(source, 'tensorflow-tfjs-node-4.22.0.tgz'));
  const page = {
    name: manifest.name,
    'dist-tags': { latest: '4.22.0' },
    versions: { '4.22.0': { ...manifest, dist: { tarball: `${url}/tfjs-node.tgz` } } },
  };
  return {
    '/@tensorflow/tfjs-node': { contents: JSON.stringify(page), type: 'application/json' },
    '/tfjs-node.tgz': { contents: tarball },
  };
}
