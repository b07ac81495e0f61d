/** Probability of the first class: 1 / (1 + exp(slope · decision + shift)). */
export interface Sigmoid {
  readonly slope: number;
  readonly shift: number;
}

const MOST_STEPS = 100;
const SMALLEST_STEP = 1e-10;
/** Added to the Hessian's diagonal. */
const RIDGE = 1e-12;
const FLAT = 1e-5;

/**
 * Platt's scaling: fits a sigmoid to decision values by Newton's method with backtracking, after Lin, Lin and Weng 2007
 * ("A note on Platt's probabilistic outputs for support vector machines"), as libsvm does.
 *
 * @param decisions of rows that the machine was not fitted on
 * @param isFirst whether a row is of the first class
 */
export function fitSigmoid(decisions: Float64Array, isFirst: readonly boolean[]): Sigmoid {
  const ofFirst = isFirst.filter(Boolean).length;
  const ofSecond = isFirst.length - ofFirst;
  const [high, low] = [(ofFirst + 1) / (ofFirst + 2), 1 / (ofSecond + 2)];
  const targets = Float64Array.from(isFirst, (first) => (first ? high : low));
  let slope = 0;
  let shift = Math.log((ofSecond + 1) / (ofFirst + 1));
  let cost = crossEntropy(decisions, targets, slope, shift);
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    let [h11, h22, h21, g1, g2] = [RIDGE, RIDGE, 0, 0, 0];
    decisions.forEach((decision, row) => {
      const first = sigmoid(slope * decision + shift);
      const product = first * (1 - first);
      h11 += decision * decision * product;
      h22 += product;
      h21 += decision * product;
      const rest = targets[row] - first;
      g1 += decision * rest;
      g2 += rest;
    });
    if (Math.abs(g1) < FLAT && Math.abs(g2) < FLAT) break;
    const determinant = h11 * h22 - h21 * h21;
    const alongSlope = -(h22 * g1 - h21 * g2) / determinant;
    const alongShift = -(h11 * g2 - h21 * g1) / determinant;
    const descent = g1 * alongSlope + g2 * alongShift;
    let size = 1;
    for (; size >= SMALLEST_STEP; size /= 2) {
      const [nextSlope, nextShift] = [slope + size * alongSlope, shift + size * alongShift];
      const next = crossEntropy(decisions, targets, nextSlope, nextShift);
      if (next >= cost + 0.0001 * size * descent) continue;
      [slope, shift, cost] = [nextSlope, nextShift, next];
      break;
    }
    if (size < SMALLEST_STEP) break;
  }
  return { slope, shift };
}

/** 1 / (1 + exp(x)), without overflow. */
export function sigmoid(x: number): number {
  if (x < 0) return 1 / (1 + Math.exp(x));
  const small = Math.exp(-x);
  return small / (1 + small);
}

function crossEntropy(decisions: Float64Array, targets: Float64Array, slope: number, shift: number): number {
  return decisions.reduce((sum, decision, row) => {
    const x = decision * slope + shift;
    return sum + (x >= 0 ? targets[row] * x : (targets[row] - 1) * x) + Math.log1p(Math.exp(-Math.abs(x)));
  }, 0);
}

/**
 * Probabilities of the classes from those of each pair: the second method of Wu, Lin and Weng 2004 ("Probability
 * estimates for multi-class classification by pairwise coupling"), as libsvm does.
 *
 * @param pairs pairs[i * classes + j]: probability of class i where it is i or j, strictly within 0 and 1
 */
export function coupled(pairs: Float64Array, classes: number): Float64Array {
  if (classes === 2) return Float64Array.of(pairs[1], 1 - pairs[1]);
  const matrix = new Float64Array(classes * classes);
  for (let one = 0; one < classes; one++) {
    for (let other = 0; other < classes; other++) {
      if (other === one) continue;
      matrix[one * classes + one] += pairs[other * classes + one] ** 2;
      matrix[one * classes + other] = -pairs[other * classes + one] * pairs[one * classes + other];
    }
  }
  const shares = new Float64Array(classes).fill(1 / classes);
  const products = new Float64Array(classes);
  for (let steps = 0; steps < Math.max(MOST_STEPS, classes); steps++) {
    let whole = 0;
    for (let one = 0; one < classes; one++) {
      products[one] = 0;
      for (let other = 0; other < classes; other++) {
        products[one] += matrix[one * classes + other] * shares[other];
      }
      whole += shares[one] * products[one];
    }
    const largest = products.reduce((most, product) => Math.max(most, Math.abs(product - whole)), 0);
    if (largest < 0.005 / classes) break;
    for (let one = 0; one < classes; one++) {
      const own = matrix[one * classes + one];
      const difference = (whole - products[one]) / own;
      shares[one] += difference;
      whole = (whole + difference * (difference * own + 2 * products[one])) / (1 + difference) ** 2;
      for (let other = 0; other < classes; other++) {
        products[other] = (products[other] + difference * matrix[one * classes + other]) / (1 + difference);
        shares[other] /= 1 + difference;
      }
    }
  }
  return shares;
}
