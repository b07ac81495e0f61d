import type { EventLine } from '../events.js';
import { count, duration, figure } from '../text/figures.js';

/** A line of a run's log, for a person. */
export interface LogLine {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly level: 'info' | 'good' | 'warning' | 'error';
  /** The stage, or `run`. */
  readonly source: string;
  /** One line. */
  readonly text: string;
}

/** Of an epoch's validation metrics, the loss and the first two. */
const SHOWN_METRICS = 3;

/** What the log says of an event, or null where it says nothing. */
export function logLine(event: EventLine): LogLine | null {
  const say = (level: LogLine['level'], source: string, text: string): LogLine => ({
    time: event.time,
    level,
    source,
    text: text.replaceAll(/\s*[\n\r\t]+\s*/g, ' '),
  });
  switch (event.type) {
    case 'run-started':
      return say('info', 'run', `${event.name}, seed ${event.seed}, on ${backendOf(event)}`);
    case 'run-resumed':
      return say('info', 'run', event.epoch === 0 ? 'resumed' : `resumed after epoch ${event.epoch}`);
    case 'paused':
      return say('info', 'run', 'paused');
    case 'continued':
      return say('info', 'run', 'continued');
    case 'stop-asked':
      return say('info', 'run', `asked to stop after this ${event.after}`);
    case 'stage-finished':
      return say('info', event.stage, `${event.summary} (${duration(event.seconds)})`);
    case 'warning':
      return say('warning', event.stage ?? 'run', event.message);
    case 'clip-skipped':
      return say('warning', 'features', `skipped ${event.clip}: ${event.reason}, ${event.detail}`);
    case 'epoch-finished': {
      const { epoch, epochs, train, validation, best } = event;
      const { loss = null } = train;
      const shown = Object.entries(validation).slice(0, SHOWN_METRICS);
      const figures = shown.map(([name, value]) => `${name} ${figure(value)}`).join(' ');
      const which = `epoch ${epoch}/${epochs}${best ? ' (best)' : ''}`;
      return say('info', 'train', `${which}, loss ${figure(loss)}, validation ${figures}`);
    }
    case 'training-stopped':
      return say('info', 'train', whyStopped(event));
    case 'evaluated': {
      const shown = Object.entries(event.overall).slice(0, SHOWN_METRICS);
      const figures = shown.map(([name, value]) => `${name} ${figure(value)}`).join(' ');
      return say('info', 'evaluate', `${event.part}, ${count(event.rows)} clips: ${figures}`);
    }
    case 'leaks-found':
      return say('info', 'split', leakWords(event));
    case 'held-out-opened':
      return say('info', 'evaluate', `held-out part opened, by ${times(event.looks)} so far`);
    case 'gate-judged':
      return event.passed
        ? say('good', 'gate', `passed, ${event.checks} checks`)
        : say('error', 'gate', `failed ${event.failed} of ${event.checks} checks`);
    case 'run-finished':
      return say('info', 'run', `finished in ${duration(event.seconds)}`);
    case 'run-failed':
      return say('error', 'run', `${event.message} [${event.code}]`);
    case 'checkpoint-saved':
    case 'system':
    case 'stage-started':
    case 'stage-progress':
      return null;
  }
}

function leakWords(event: Extract<EventLine, { readonly type: 'leaks-found' }>): string {
  const { claims, speakers, sharedSpeakers, sharedTakes, nearDuplicates } = event;
  const takes = sharedTakes === null ? '' : `, ${sharedTakes} other takes`;
  return `holds for ${claims}: ${sharedSpeakers} of ${speakers} held-out speakers${takes} and ${nearDuplicates} near-duplicates in other parts`;
}

function times(runs: number): string {
  return runs === 1 ? '1 run' : `${runs} runs`;
}

function backendOf({ backend, backendReason }: Extract<EventLine, { readonly type: 'run-started' }>): string {
  return backendReason === undefined ? backend : `${backend}: ${backendReason}`;
}

function whyStopped({
  reason,
  epoch,
  bestEpoch,
}: Extract<EventLine, { readonly type: 'training-stopped' }>): string {
  const kept = `epoch ${bestEpoch} is kept`;
  if (reason === 'patience') return `no improvement since epoch ${bestEpoch}, which is kept`;
  return reason === 'asked' ? `stopped after epoch ${epoch} as asked; ${kept}` : `all epochs done; ${kept}`;
}
