import { Value } from '@sinclair/typebox/value';
import { EXIT } from '../core/errors/entry.js';
import { describeFailure } from './failure.js';
import { InterruptSchema, RunRequestSchema, type FromWorker, type RunRequest } from './messages.js';
import { workOn } from './workOn.js';

// The process that a run works in. It takes one request from the process that started it, runs the experiment, and says
// how that ended; what happens in between stands in the run directory.
const interrupted = new AbortController();
let request: RunRequest | null = null;

process.on('message', (message) => {
  if (Value.Check(InterruptSchema, message)) interrupted.abort();
  else if (request === null && Value.Check(RunRequestSchema, message)) {
    request = message;
    void answer(message);
  }
});
process.on('disconnect', () => {
  if (request === null) process.exit(EXIT.interrupted);
  if (!request.outlives) interrupted.abort();
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interrupted.signal.aborted) process.exit(EXIT.interrupted);
    interrupted.abort();
  });
}
process.on('uncaughtException', (error) => {
  void tell({ type: 'failed', failure: describeFailure(error) }).then(() => process.exit(EXIT.internal));
});
// Whoever read what this process prints may be gone; the run directory holds what matters.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

async function answer(asked: RunRequest): Promise<void> {
  try {
    const result = await workOn(asked, interrupted.signal, (message) => void tell(message));
    await tell({ type: 'finished', result });
    process.exit(EXIT.passed);
  } catch (error) {
    await tell({ type: 'failed', failure: describeFailure(error) });
    process.exit(EXIT.internal);
  }
}

/** Sends a message and waits until it is out; where nobody listens any more, it is dropped. */
function tell(message: FromWorker): Promise<void> {
  return new Promise((sent) => {
    if (process.send === undefined || !process.connected) sent();
    else {
      process.send(message, undefined, undefined, () => {
        sent();
      });
    }
  });
}
