import { SCALER_WITHOUT_ROWS } from '../errors/balance.js';
import type { FittedScaler, Scaler } from '../registry/contracts.js';
import type { Part } from './clips.js';
import { withContents, type Rows } from './rows.js';

/**
 * Fits a scaler on the training rows; nothing else can be given to it.
 *
 * @throws SCALER_WITHOUT_ROWS where there is no training row.
 */
export function fitScaler(name: string, scaler: Scaler, training: Rows<'train'>): FittedScaler {
  if (training.labels.length === 0) throw SCALER_WITHOUT_ROWS({ scaler: name });
  return scaler.fit(training);
}

/** The rows of any part, scaled; they stay in their part. */
export function scaleRows<P extends Part>(fitted: FittedScaler, rows: Rows<P>): Rows<P> {
  return withContents(rows, { table: fitted.apply(rows.table) });
}
