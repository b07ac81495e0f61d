/** The part of WebAssembly's JavaScript interface that is used here; TypeScript declares it for browsers only. */
declare namespace WebAssembly {
  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>;
  }
  interface Memory {
    readonly buffer: ArrayBuffer | SharedArrayBuffer;
    grow(pages: number): number;
  }
  interface Global {
    readonly value: unknown;
  }
  const Module: new (bytes: Uint8Array) => object;
  const Instance: new (module: object, imports: object) => Instance;
  const Memory: new (descriptor: { initial: number; maximum?: number; shared?: boolean }) => Memory;
  const Global: new (descriptor: { value: string }, value: number) => Global;
  function validate(bytes: Uint8Array): boolean;
}
