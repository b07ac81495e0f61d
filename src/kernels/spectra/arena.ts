const PAGE = 65_536;
const VECTOR = 16;

/** A module's memory: tables that stay, and rooms that are laid out anew for each clip and grow with the largest. */
export class Arena {
  readonly #memory: WebAssembly.Memory;
  #end: number;

  /** `base`: the first byte that is free, after the module's own constants. */
  constructor(memory: WebAssembly.Memory, base: number) {
    this.#memory = memory;
    this.#end = aligned(base);
  }

  /** Bytes held. */
  get byteLength(): number {
    return this.#memory.buffer.byteLength;
  }

  /** A pointer to so many bytes, for good; they are not cleared. */
  allocate(bytes: number): number {
    const pointer = this.#end;
    this.#end += aligned(bytes);
    const missing = this.#end - this.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE));
    return pointer;
  }

  /** A room for whatever is asked of it. */
  room(): Room {
    let pointer = 0;
    let capacity = 0;
    return (bytes) => {
      if (bytes <= capacity) return pointer;
      // A room that has to move leaves its old place behind, so it grows by half at least.
      capacity = Math.max(bytes, Math.ceil(capacity * 1.5), VECTOR);
      pointer = this.allocate(capacity);
      return pointer;
    };
  }

  singles(pointer: number, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, pointer, length);
  }

  doubles(pointer: number, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, pointer, length);
  }

  shorts(pointer: number, length: number): Int16Array {
    return new Int16Array(this.#memory.buffer, pointer, length);
  }

  integers(pointer: number, length: number): Uint32Array {
    return new Uint32Array(this.#memory.buffer, pointer, length);
  }
}

/** Gives a pointer to at least so many bytes; what it held is lost where it has to grow. */
export type Room = (bytes: number) => number;

function aligned(bytes: number): number {
  return Math.ceil(bytes / VECTOR) * VECTOR;
}
