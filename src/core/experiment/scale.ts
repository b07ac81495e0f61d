import { SCALER_WITHOUT_ROWS } from '../errors/balance.js';
import type { FittedScaler, Scaler } from '../registry/contracts.js';
import type { Part } from './clips.js';
import { rowsOfInput, withInputs, type InputRows, type InputTable } from './rows.js';

/** A scaler under the name that the config uses it by. */
export interface NamedScaler {
  readonly name: string;
  readonly scaler: Scaler;
}

/** What scales each input; null for an input that is taken as it is. */
export type FittedScalers = readonly (FittedScaler | null)[];

/**
 * Fits the scaler of each input on its training rows; nothing else can be given to it.
 *
 * @param scalers one an input, in their order
 * @throws SCALER_WITHOUT_ROWS where there is no training row.
 */
export function fitScalers(
  scalers: readonly (NamedScaler | null)[],
  training: InputRows<'train'>,
): FittedScalers {
  return training.inputs.map((input, index) => {
    const named = scalers[index];
    if (named === null) return null;
    if (training.labels.length === 0) throw SCALER_WITHOUT_ROWS({ scaler: named.name });
    return named.scaler.fit(rowsOfInput(training, input));
  });
}

/** The rows of any part, scaled; they stay in their part. */
export function scaleRows<P extends Part>(fitted: FittedScalers, rows: InputRows<P>): InputRows<P> {
  return withInputs(rows, scaleInputs(fitted, rows.inputs));
}

/** The tables of all inputs, scaled. */
export function scaleInputs(fitted: FittedScalers, inputs: readonly InputTable[]): readonly InputTable[] {
  return inputs.map(({ name, table }, index) => ({ name, table: fitted[index]?.apply(table) ?? table }));
}
