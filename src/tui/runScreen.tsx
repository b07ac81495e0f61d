import { render, type Key } from 'ink';
import { isIntoneError } from '../core/errors/entry.js';
import type { EventLine } from '../core/events.js';
import type { ControlRequest } from '../core/runs/control.js';
import { applyEvent, emptyView, endView, hasEnded, type RunView } from '../core/runs/runView.js';
import { Keyboard } from './frame.js';
import { frameText } from './frameText.js';
import { FrameWriter } from './frameWriter.js';
import { Pacer } from './pacer.js';
import { press, startState, type Effect } from './screenState.js';
import { terminalOf, type Terminal } from './terminal.js';
import { themeFor } from './theme.js';

export interface RunScreenOptions {
  /** The run's events, from the first on; see `followEvents`. The screen ends what it follows when it closes. */
  readonly events: AsyncIterable<EventLine>;
  /**
   * Asks the run for something, e.g. with `askRun`; null for a replay, whose keys only change what is looked at. An
   * error of the catalogue is shown in the log; any other closes the screen and is thrown on.
   */
  readonly control: ((request: ControlRequest) => void | Promise<void>) | null;
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  /** What the terminal can show; found out from `stdout` and the environment if not given. */
  readonly terminal?: Terminal;
  /** Closes when the events end, instead of showing how the run ended until a key is pressed. Default: false. */
  readonly closeAtEnd?: boolean;
}

/** How a screen was closed. */
export interface RunScreenEnd {
  /**
   * `ended`: the events had ended. `left`: they had not, the viewer leaves the run (or the replay) to itself.
   * `aborted`: Ctrl-C was pressed twice, the run's process is to be ended at once.
   */
  readonly reason: 'ended' | 'left' | 'aborted';
  /** What was known last. */
  readonly view: RunView;
}

/**
 * Shows a run full screen until it is closed. The terminal is as before then, whatever happened. Needs a terminal
 * (`canShow`). Ctrl-C asks the run to save and stop; the screen closes when it has.
 *
 * @throws what the events or `control` throw
 */
export async function showRun(options: RunScreenOptions): Promise<RunScreenEnd> {
  const { control, stdout, stdin, terminal = terminalOf(stdout), closeAtEnd = false } = options;
  const theme = themeFor(terminal);
  const writer = new FrameWriter(stdout);
  const closed = new Closing();
  // Undefined where stdin is no terminal, whatever the types say.
  const listening = stdin.isTTY ? true : false;
  let view = emptyView;
  let state = startState;

  const onClose = (): void => {
    writer.close();
  };
  const onKey = (input: string, key: Key): void => {
    // Keys that were pressed quickly come as one text.
    for (const each of input === '' ? [''] : input) {
      const pressed = press(state, view, control !== null, each, key);
      state = pressed.state;
      act(pressed.effect);
    }
    pacer.request('key');
  };
  const act = (effect: Effect): void => {
    if (effect === null) return;
    if (effect === 'leave') closed.close(hasEnded(view) ? 'ended' : 'left');
    else if (effect === 'abort') closed.close('aborted');
    else void closed.guard(() => ask(effect));
  };
  const ask = async (request: ControlRequest): Promise<void> => {
    try {
      await control?.(request);
    } catch (error) {
      if (!isIntoneError(error)) throw error;
      // The run may have ended just now: no reason to close the screen.
      const refusal = { time: view.now, level: 'error', source: 'screen', text: error.message } as const;
      view = { ...view, log: [...view.log, refusal] };
      pacer.request('key');
    }
  };
  const onResize = (): void => {
    writer.reset();
    pacer.drawNow();
  };

  writer.open();
  // Ink hears the keys, sets the terminal's mode and cleans up, whatever signal comes. It does not draw: it takes ten
  // times longer for a frame than making its text does, which at 200×60 alone would cost more than the 1 % there is.
  const app = render(<Keyboard listening={listening} onKey={onKey} onClose={onClose} />, {
    stdout: writer.silentStream(),
    stdin,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  const pacer = new Pacer(() => {
    const { columns, rows } = stdout;
    writer.draw(frameText({ view, state, controllable: control !== null, theme, columns, rows }));
  });
  pacer.drawNow();
  // Rejects with what a mistake in drawing throws.
  void closed.guard(async () => {
    await app.waitUntilExit();
  });
  stdout.on('resize', onResize);
  const events = options.events[Symbol.asyncIterator]();
  try {
    void closed.guard(async () => {
      for (let next = await events.next(); next.done !== true; next = await events.next()) {
        view = applyEvent(view, next.value);
        pacer.request('news');
      }
      view = endView(view);
      pacer.request('key');
      if (closeAtEnd || state.interrupting) closed.close('ended');
    });
    return { reason: await closed.reason, view };
  } finally {
    pacer.stop();
    stdout.off('resize', onResize);
    app.unmount();
    writer.close();
    // It ends at its next event, or where its signal is aborted; nobody waits for that.
    void events.return?.().catch(() => undefined);
  }
}

/** Whether there is a terminal that a screen can be shown on; CI's logs are none. */
export function canShow(
  stdout: { readonly isTTY?: boolean },
  stdin: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  const { TERM: terminal, CI: ci = '' } = environment;
  const inCi = ci !== '' && ci !== '0' && ci !== 'false';
  return stdout.isTTY === true && stdin.isTTY === true && terminal !== 'dumb' && !inCi;
}

/** The end of a screen: a reason to close, or an error. */
class Closing {
  readonly reason: Promise<RunScreenEnd['reason']>;
  close: (reason: RunScreenEnd['reason']) => void = () => undefined;
  #fail: (error: unknown) => void = () => undefined;

  constructor() {
    this.reason = new Promise((resolve, reject) => {
      this.close = resolve;
      this.#fail = reject;
    });
  }

  /** Does some work whose error ends the screen. */
  async guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#fail(error);
    }
  }
}
