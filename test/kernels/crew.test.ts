import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  convolutionFilterGradient,
  convolutionInputGradient,
  convolve,
} from '../../src/kernels/convolution.js';
import { SHARED_FUNCTIONS } from '../../src/kernels/control.js';
import { Crew } from '../../src/kernels/crew.js';
import { wasmLstm } from '../../src/kernels/lstm/wasm.js';
import { loadKernels, runnableBuilds } from '../../src/kernels/module.js';
import { multiplyMatrices } from '../../src/kernels/product.js';
import type { Windows } from '../../src/kernels/windows.js';
import { bothPasses } from './lstm/passes.js';
import type { LstmCase } from './lstm/cases.js';
import { normals } from './numbers.js';

const module = loadKernels(runnableBuilds()[0]);
const THREADS = [1, 2, 3, 8];

beforeAll(async () => {
  module.crew.threads = 8;
  await module.crew.ready();
});

const large: readonly LstmCase[] = [
  { batch: 32, steps: 9, inputs: 17, units: 24 },
  { batch: 13, steps: 12, inputs: 33, units: 31 },
].flatMap((sizes) =>
  [false, true].map((masked) => ({
    name: `${Object.values(sizes).join('×')}${masked ? ', masked' : ''}`,
    shape: { ...sizes, backwards: masked },
    masked,
    lastOnly: !masked,
  })),
);

describe('any number of threads gives the same bytes', () => {
  it.each(large.map((one) => [one.name, one] as const))('an LSTM, %s', (_, one) => {
    const { batch, steps, inputs, units } = one.shape;
    expect(batch * steps * (inputs + units) * 4 * units, 'large enough to be shared').toBeGreaterThan(1e6);
    const [expected, ...others] = THREADS.map((threads) => {
      module.crew.threads = threads;
      return bothPasses(wasmLstm(module), one);
    });
    for (const found of others) expect(found).toEqual(expected);
  });

  it.each([
    [300, 70, 90, false, false],
    [300, 70, 90, true, false],
    [300, 70, 90, false, true],
    [300, 70, 90, true, true],
    [2000, 5, 200, false, false],
    [3, 1500, 400, true, false],
  ])('a product of %i×%i over %i, transposed: %s, %s', (m, n, k, leftTransposed, rightTransposed) => {
    const [a, b] = [normals(m * k, 1), normals(k * n, 2)];
    const [expected, ...others] = THREADS.map((threads) => {
      module.crew.threads = threads;
      const c = new Float32Array(m * n).fill(NaN);
      multiplyMatrices(module, { m, n, k, leftTransposed, rightTransposed }, a, b, c);
      return c;
    });
    for (const found of others) expect(found).toEqual(expected);
  });

  it('a convolution and its gradients', () => {
    const windows: Windows = {
      ...{ batch: 7, height: 1, width: 60, channels: 12, filterHeight: 1, filterWidth: 5 },
      ...{ outHeight: 1, outWidth: 30, strideHeight: 1, strideWidth: 2, padTop: 0, padLeft: 1 },
    };
    const filters = 83;
    const [x, filter] = [normals(7 * 60 * 12, 1), normals(5 * 12 * filters, 2)];
    const dy = normals(7 * 30 * filters, 3);
    const [expected, ...others] = THREADS.map((threads) => {
      module.crew.threads = threads;
      const made = [dy, filter, x].map(({ length }) => new Float32Array(length).fill(NaN));
      convolve(module, windows, filters, x, filter, made[0]);
      convolutionFilterGradient(module, windows, filters, x, dy, made[1]);
      convolutionInputGradient(module, windows, filters, dy, filter, made[2]);
      return made;
    });
    expect(expected.every((array) => array.every(Number.isFinite))).toBe(true);
    for (const found of others) expect(found).toEqual(expected);
  });
});

describe('helper threads', () => {
  it('take part in what is large, and in nothing else', () => {
    module.crew.threads = 3;
    expect(module.crew.sharesOf(10, 1e7)).toBe(3);
    expect(module.crew.sharesOf(2, 1e7)).toBe(2);
    expect(module.crew.sharesOf(10, 1e3)).toBe(1);
    module.crew.threads = 1;
    expect(module.crew.sharesOf(10, 1e7)).toBe(1);
  });

  it('follow a memory that grew', () => {
    module.crew.threads = 2;
    const before = module.memory.byteLength;
    const [m, n, k] = [1900, 1700, 900];
    const c = new Float32Array(m * n);
    const shape = { m, n, k, leftTransposed: false, rightTransposed: false };
    multiplyMatrices(module, shape, new Float32Array(m * k).fill(1), new Float32Array(k * n).fill(2), c);
    expect(module.memory.byteLength).toBeGreaterThan(before);
    expect(c.every((value) => value === 2 * k)).toBe(true);
  });

  it('that hang in a job are given up, and the next job is done without them', () => {
    const crewFile = fileURLToPath(new URL('../../dist/kernels/crew.js', import.meta.url));
    const script = `
      const { Crew } = await import(${JSON.stringify(crewFile)});
      const module = new WebAssembly.Module(Uint8Array.from(${JSON.stringify(endlessKernels())}));
      const crew = new Crew(module, {}, { multiply: () => undefined }, 600);
      crew.threads = 2;
      await crew.ready();
      const before = crew.sharesOf(9, 1e9);
      try {
        crew.run('multiply', 2, []);
      } catch ({ message }) {
        console.log(before, message, crew.sharesOf(9, 1e9));
      }
      process.exit();`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    const said = '2 A helper thread of the kernel multiply gave no sign for 1 s: it has ended or hangs. 1\n';
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: said, stderr: '' });
  });

  it('that do not come up are said by ready(), and done without', async () => {
    const nothing = (): void => undefined;
    const crew = new Crew(
      {},
      {},
      {
        ...{ multiply: nothing, panelProduct: nothing },
        ...{ lstmForward: nothing, lstmBackward: nothing, gruForward: nothing, gruBackward: nothing },
        ...{ convolve: nothing, convolutionInputGradient: nothing, convolutionPanels: nothing },
      },
    );
    crew.threads = 2;
    await expect(crew.ready()).rejects.toThrow('WebAssembly');
    expect(crew.sharesOf(9, 1e9)).toBe(1);
  });

  it('do not keep a process alive', () => {
    const kernels = fileURLToPath(new URL('../../dist/kernels/module.js', import.meta.url));
    const script = `
      const { loadKernels, runnableBuilds } = await import(${JSON.stringify(kernels)});
      const { crew } = loadKernels(runnableBuilds()[0]);
      crew.threads = 3;
      await crew.ready();
      console.log(crew.sharesOf(9, 1e9));`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '3\n', stderr: '' });
  });
});

/** A module with all functions of the kernels, none of which ever returns but the one that names a thread. */
function endlessKernels(): readonly number[] {
  const names = ['becomeThread', ...SHARED_FUNCTIONS];
  const exported = names.flatMap((name, index) => [
    ...[name.length, ...Buffer.from(name)],
    ...[0x00, index === 0 ? 0 : 1],
  ]);
  const length = exported.length + 1;
  return [
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00], // one type: takes nothing, gives nothing
    ...[0x03, 0x03, 0x02, 0x00, 0x00], // two functions of it
    ...[0x07, (length & 0x7f) | 0x80, length >> 7, names.length, ...exported],
    ...[0x0a, 0x0c, 0x02, 0x02, 0x00, 0x0b], // the first returns
    ...[0x07, 0x00, 0x03, 0x40, 0x0c, 0x00, 0x0b, 0x0b], // the second: loop br 0
  ];
}
