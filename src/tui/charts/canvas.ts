/** A cell of a canvas: what stands in it, and which layer drew there last; null where nothing was drawn. */
export interface Cell {
  readonly glyph: string;
  readonly layer: number | null;
}

/** A grid of dots that is drawn on and read as rows of characters. The dot (0, 0) is at the top left. */
export interface Canvas {
  readonly dotsAcross: number;
  readonly dotsDown: number;
  /** Sets a dot; what lies outside is left out. */
  set(x: number, y: number, layer: number): void;
  /** `dotsDown / dots in a cell` rows, each of `width` cells. */
  rows(): readonly (readonly Cell[])[];
}

/** Bits of the dots in a braille character, by row and column (Unicode block 2800). */
const BRAILLE = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
];
const BRAILLE_BLANK = 0x2800;
/** One character a layer, without Unicode. */
const LAYER_MARKS = ['*', '.', 'o', 'x', '+', '#', '@', '%'];

/** A canvas of `width` × `height` characters with 2 × 4 braille dots in each, or one character without Unicode. */
export function createCanvas(width: number, height: number, unicode: boolean): Canvas {
  return unicode ? new BrailleCanvas(width, height) : new CharacterCanvas(width, height);
}

class BrailleCanvas implements Canvas {
  readonly dotsAcross: number;
  readonly dotsDown: number;
  readonly #width: number;
  readonly #bits: Uint8Array;
  readonly #layers: Int16Array;

  constructor(width: number, height: number) {
    this.#width = width;
    this.dotsAcross = width * 2;
    this.dotsDown = height * 4;
    this.#bits = new Uint8Array(width * height);
    this.#layers = new Int16Array(width * height).fill(-1);
  }

  set(x: number, y: number, layer: number): void {
    if (x < 0 || y < 0 || x >= this.dotsAcross || y >= this.dotsDown) return;
    const cell = (y >> 2) * this.#width + (x >> 1);
    this.#bits[cell] |= BRAILLE[y & 3][x & 1];
    this.#layers[cell] = layer;
  }

  rows(): readonly (readonly Cell[])[] {
    return grid(this.#width, this.dotsDown / 4, (index) =>
      this.#layers[index] < 0
        ? BLANK
        : { glyph: String.fromCharCode(BRAILLE_BLANK + this.#bits[index]), layer: this.#layers[index] },
    );
  }
}

class CharacterCanvas implements Canvas {
  readonly dotsAcross: number;
  readonly dotsDown: number;
  readonly #layers: Int16Array;

  constructor(width: number, height: number) {
    this.dotsAcross = width;
    this.dotsDown = height;
    this.#layers = new Int16Array(width * height).fill(-1);
  }

  set(x: number, y: number, layer: number): void {
    if (x < 0 || y < 0 || x >= this.dotsAcross || y >= this.dotsDown) return;
    this.#layers[y * this.dotsAcross + x] = layer;
  }

  rows(): readonly (readonly Cell[])[] {
    return grid(this.dotsAcross, this.dotsDown, (index) => {
      const layer = this.#layers[index];
      return layer < 0 ? BLANK : { glyph: LAYER_MARKS[layer % LAYER_MARKS.length], layer };
    });
  }
}

const BLANK: Cell = { glyph: ' ', layer: null };

function grid(width: number, height: number, cell: (index: number) => Cell): Cell[][] {
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (__, column) => cell(row * width + column)),
  );
}

/** The dots of a straight line between two dots (Bresenham 1965). */
export function* lineDots(
  x0: number,
  y0: number,
  x1: number,
  y1: number,
): Generator<readonly [number, number]> {
  const across = Math.abs(x1 - x0);
  const down = -Math.abs(y1 - y0);
  const stepX = x0 < x1 ? 1 : -1;
  const stepY = y0 < y1 ? 1 : -1;
  let [x, y, error] = [x0, y0, across + down];
  for (;;) {
    yield [x, y];
    if (x === x1 && y === y1) return;
    const twice = 2 * error;
    if (twice >= down) {
      error += down;
      x += stepX;
    }
    if (twice <= across) {
      error += across;
      y += stepY;
    }
  }
}

/** The mark that stands for a layer where there is no Unicode. */
export function layerMark(layer: number): string {
  return LAYER_MARKS[layer % LAYER_MARKS.length];
}
