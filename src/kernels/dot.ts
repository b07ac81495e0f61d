/** The dot product of `count` numbers; four sums, so that one addition need not wait for another. */
export function dot(
  one: Float64Array,
  from: number,
  other: Float64Array,
  otherFrom: number,
  count: number,
): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  let index = 0;
  for (; index + 3 < count; index += 4) {
    first += one[from + index] * other[otherFrom + index];
    second += one[from + index + 1] * other[otherFrom + index + 1];
    third += one[from + index + 2] * other[otherFrom + index + 2];
    fourth += one[from + index + 3] * other[otherFrom + index + 3];
  }
  for (; index < count; index++) first += one[from + index] * other[otherFrom + index];
  return first + second + (third + fourth);
}
