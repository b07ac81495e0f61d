const PAGE = 65_536;
const VECTOR = 16;

/** A kernel module's memory, laid out anew for each call; it grows to the largest call and stays there. */
export class KernelMemory {
  readonly #memory: WebAssembly.Memory;
  readonly #base: number;

  /** `base`: the first byte that is free, after the module's own constants. */
  constructor(memory: WebAssembly.Memory, base: number) {
    this.#memory = memory;
    this.#base = Math.ceil(base / VECTOR) * VECTOR;
  }

  /** Bytes held. */
  get byteLength(): number {
    return this.#memory.buffer.byteLength;
  }

  /** Places blocks of so many bytes side by side and gives their pointers; what an earlier call placed is given up. */
  layOut(...sizes: readonly number[]): number[] {
    let end = this.#base;
    const pointers = sizes.map((bytes) => {
      const pointer = end;
      end += Math.ceil(bytes / VECTOR) * VECTOR;
      return pointer;
    });
    const missing = end - this.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE));
    return pointers;
  }

  write(pointer: number, values: Float32Array): void {
    new Float32Array(this.#memory.buffer, pointer, values.length).set(values);
  }

  /** Copies numbers out until `values` is full. */
  read(pointer: number, values: Float32Array): void {
    values.set(new Float32Array(this.#memory.buffer, pointer, values.length));
  }

  fill(pointer: number, length: number, value: number): void {
    new Float32Array(this.#memory.buffer, pointer, length).fill(value);
  }
}
