/** An output of a node, as `name:index`. */
export type Output = string;

/** An attribute of a node, in the text form of `AttrValue`. */
export type Attribute = string;

export const FLOAT: Attribute = 'type: DT_FLOAT';
export const INT32: Attribute = 'type: DT_INT32';
export const INT64: Attribute = 'type: DT_INT64';
export const integer = (value: number): Attribute => `i: ${value}`;
export const bool = (value: boolean): Attribute => `b: ${String(value)}`;
export const float = (value: number): Attribute => `f: ${value}`;

/** The operations that need no attribute but their numbers' type. */
export type FloatOperation =
  'AddV2' | 'Sub' | 'Mul' | 'RealDiv' | 'Maximum' | 'Neg' | 'Sqrt' | 'Rsqrt' | 'Square' | 'L2Loss';

/** What a session of TensorFlow runs: a GraphDef in the making, and the operations that the graphs here are made of. */
export class Graph {
  readonly #nodes: string[] = [];
  readonly #constants = new Map<string, Output>();
  readonly inputs: Output[] = [];
  readonly outputs: Output[] = [];

  /** Adds an operation of TensorFlow; the first of its outputs. */
  node(
    operation: string,
    inputs: readonly Output[],
    attributes: Readonly<Record<string, Attribute>>,
  ): Output {
    return this.#add(`n${this.#nodes.length}`, operation, inputs, attributes);
  }

  /** A tensor that is fed; fed tensors are given in the order of these calls. */
  input(type: Attribute = FLOAT): Output {
    const shape = 'shape { unknown_rank: true }';
    const name = `input${this.inputs.length}`;
    const made = this.#add(name, 'Placeholder', [], { dtype: type, shape });
    this.inputs.push(made);
    return made;
  }

  /** A 32-bit integer, or a list of them. */
  integers(values: number | readonly number[]): Output {
    const key = JSON.stringify(values);
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const list = typeof values === 'number' ? [values] : values;
    const shape = typeof values === 'number' ? '' : `dim { size: ${values.length} }`;
    const numbers = list.map((value) => `int_val: ${value}`).join(' ');
    const value = `tensor { dtype: DT_INT32 tensor_shape { ${shape} } ${numbers} }`;
    const made = this.node('Const', [], { dtype: INT32, value });
    this.#constants.set(key, made);
    return made;
  }

  /** A tensor's size along an axis. */
  size(x: Output, axis: number): Output {
    const shape = this.node('Shape', [x], { T: FLOAT, out_type: INT32 });
    return this.node(
      'StridedSlice',
      [shape, this.integers([axis]), this.integers([axis + 1]), this.integers([1])],
      { T: INT32, Index: INT32, shrink_axis_mask: integer(1) },
    );
  }

  /** A list of integers of single ones. */
  shape(sizes: readonly Output[]): Output {
    return this.node('Pack', sizes, { T: INT32, N: integer(sizes.length), axis: integer(0) });
  }

  product(left: Output, right: Output): Output {
    return this.node('Mul', [left, right], { T: INT32 });
  }

  /** A 32-bit floating-point number. */
  number(value: number): Output {
    const tensor = `tensor { dtype: DT_FLOAT tensor_shape { } float_val: ${value} }`;
    return this.node('Const', [], { dtype: FLOAT, value: tensor });
  }

  zeros(sizes: readonly Output[]): Output {
    return this.node('Fill', [this.shape(sizes), this.number(0)], { T: FLOAT, index_type: INT32 });
  }

  reshape(x: Output, sizes: readonly Output[]): Output {
    return this.node('Reshape', [x, this.shape(sizes)], { T: FLOAT, Tshape: INT32 });
  }

  transpose(x: Output, permutation: readonly number[]): Output {
    return this.node('Transpose', [x, this.integers(permutation)], { T: FLOAT, Tperm: INT32 });
  }

  /** Reverses the first axis. */
  reverse(x: Output): Output {
    return this.node('ReverseV2', [x, this.integers([0])], { T: FLOAT, Tidx: INT32 });
  }

  concat(tensors: readonly Output[], axis: number): Output {
    if (tensors.length === 1) return tensors[0];
    const attributes = { T: FLOAT, Tidx: INT32, N: integer(tensors.length) };
    return this.node('ConcatV2', [...tensors, this.integers(axis)], attributes);
  }

  split(x: Output, parts: number, axis: number): Output[] {
    if (parts === 1) return [x];
    return outputsOf(
      this.node('Split', [this.integers(axis), x], { T: FLOAT, num_split: integer(parts) }),
      parts,
    );
  }

  unpack(x: Output, length: number): Output[] {
    return outputsOf(this.node('Unpack', [x], { T: FLOAT, num: integer(length), axis: integer(0) }), length);
  }

  /** The rows of the first axis that the indices name. */
  rows(x: Output, indices: Output): Output {
    const attributes = { Tparams: FLOAT, Tindices: INT32, Taxis: INT32, batch_dims: integer(0) };
    return this.node('GatherV2', [x, indices, this.integers(0)], attributes);
  }

  slice(x: Output, begin: readonly number[], sizes: readonly Output[]): Output {
    return this.node('Slice', [x, this.integers(begin), this.shape(sizes)], { T: FLOAT, Index: INT32 });
  }

  matMul(a: Output, b: Output, transposed: { readonly a?: boolean; readonly b?: boolean } = {}): Output {
    const attributes = { transpose_a: bool(transposed.a === true), transpose_b: bool(transposed.b === true) };
    return this.node('MatMul', [a, b], { T: FLOAT, ...attributes });
  }

  add(a: Output, b: Output): Output {
    return this.node('AddV2', [a, b], { T: FLOAT });
  }

  /** An operation of 32-bit numbers on one tensor or two; a scalar is taken with every number of the other. */
  floats(operation: FloatOperation, ...inputs: readonly Output[]): Output {
    return this.node(operation, inputs, { T: FLOAT });
  }

  /** The sum over the first axis. */
  sum(x: Output): Output {
    return this.node('Sum', [x, this.integers([0])], { T: FLOAT, Tidx: INT32, keep_dims: bool(false) });
  }

  /** The whole as a SavedModel in text form, tagged `serve`. */
  savedModel(): string {
    const graph = `graph_def { ${this.#nodes.join('\n')} versions { producer: 440 } }`;
    return `saved_model_schema_version: 1 meta_graphs { meta_info_def { tags: "serve" } ${graph} }`;
  }

  #add(
    name: string,
    operation: string,
    inputs: readonly Output[],
    attributes: Readonly<Record<string, Attribute>>,
  ): Output {
    const from = inputs.map((input) => `input: "${input}"`).join(' ');
    const values = Object.entries(attributes).map(
      ([key, value]) => `attr { key: "${key}" value { ${value} } }`,
    );
    this.#nodes.push(`node { name: "${name}" op: "${operation}" ${from} ${values.join(' ')} }`);
    return `${name}:0`;
  }
}

/** All outputs of the node whose first this is. */
export function outputsOf(first: Output, count: number): Output[] {
  return Array.from({ length: count }, (_, index) => first.replace(/:0$/, `:${index}`));
}
