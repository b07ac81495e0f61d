import { isIntoneError } from '../../errors/entry.js';
import { readEvents, type Run } from '../reader.js';

/**
 * The accuracy on the validation part of the best epoch that a run has trained so far, finished or not; null before
 * the first, and where its events cannot be read.
 */
export async function bestAccuracySoFar(run: Run): Promise<number | null> {
  try {
    const events = await readEvents(run);
    const best = events.findLast((event) => event.type === 'epoch-finished' && event.best);
    return best?.type === 'epoch-finished' ? (best.validation['accuracy'] ?? null) : null;
  } catch (error) {
    if (!isIntoneError(error)) throw error;
    return null;
  }
}
