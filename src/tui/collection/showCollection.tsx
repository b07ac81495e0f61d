import { render, type Key } from 'ink';
import { isAbsolute, join, relative } from 'node:path';
import { isIntoneError } from '../../core/errors/entry.js';
import { askRun, type ControlRequest } from '../../core/runs/control.js';
import { emptyView, type RunView } from '../../core/runs/runView.js';
import { Frame } from '../frame.js';
import { FrameWriter } from '../frameWriter.js';
import { Pacer } from '../pacer.js';
import { startState } from '../screenState.js';
import { terminalOf, type Terminal } from '../terminal.js';
import { themeFor } from '../theme.js';
import { Collection } from './collection.js';
import { Keyboard, Lines } from './collectionFrame.js';
import { act, stateWithPins, type Action } from './collectionState.js';
import { pressEntered } from './enteredRun.js';
import { eachKey, keyAction, type Pressed } from './keys.js';
import { isMouse, mouseAction, MOUSE_OFF, MOUSE_ON } from './mouse.js';
import { runsOnDisk, type RunSource } from './runSource.js';
import { compose } from './scene.js';

export interface CollectionOptions {
  readonly runsDirectory: string;
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  /** What the terminal can show; found out from `stdout` and the environment if not given. */
  readonly terminal?: Terminal;
  /** Names of runs that are pinned from the start; none if not given. */
  readonly pinned?: readonly string[];
  /** Where the runs are read from; the folder on the disk if not given. */
  readonly source?: RunSource;
}

/** Ages go on though nothing happens. */
const TICK = 5000;
/** Somebody who holds a key down passes runs whose events need not be read. */
const SETTLE = 80;

const nothing = (): void => undefined;

/**
 * Shows a folder of runs full screen until it is closed: the list, the selected and pinned runs' curves over shared
 * axes, and each run's own screen behind Enter. It only reads, but what the viewer asks of an entered run goes to that
 * run's `control` file. The terminal is as before then, whatever happened. Needs a terminal (`canShow`).
 */
export async function showCollection(options: CollectionOptions): Promise<void> {
  const { runsDirectory, stdout, stdin, terminal = terminalOf(stdout) } = options;
  const theme = themeFor(terminal);
  const folder = shownPath(runsDirectory);
  const writer = new FrameWriter(stdout);
  const collection = new Collection(options.source ?? runsOnDisk(runsDirectory));
  let closed = nothing;
  const closing = new Promise<void>((resolve) => {
    closed = resolve;
  });
  let state = stateWithPins(options.pinned ?? []);
  let entered = startState;
  let scene = draft();
  let attended: readonly string[] = [];
  let settling: NodeJS.Timeout | undefined;

  function draft(): ReturnType<typeof compose> {
    const { columns, rows } = stdout;
    return compose(state, collection.snapshot(), {
      columns,
      rows,
      theme,
      folder,
      now: Date.now(),
    });
  }

  function viewOf(name: string): RunView {
    return collection.snapshot().entries.find((entry) => entry.name === name)?.history?.view ?? emptyView;
  }

  function frame() {
    const { columns, rows } = stdout;
    return (
      <Keyboard listening={stdin.isTTY} onKey={onKey} onClose={restore}>
        {state.entered === null ? (
          <Lines lines={scene.lines} columns={columns} rows={rows} />
        ) : (
          <Frame
            view={viewOf(state.entered)}
            state={entered}
            controllable
            theme={theme}
            columns={columns}
            rows={rows}
            listening={false}
            onKey={nothing}
            onClose={nothing}
          />
        )}
      </Keyboard>
    );
  }

  function onKey(input: string, key: Key): void {
    if (isMouse(input)) {
      if (state.entered === null) apply(mouseAction(input, scene.layout));
    } else {
      for (const pressed of eachKey(input, key)) {
        if (state.entered === null) apply(keyAction(pressed, state));
        else onEnteredKey(state.entered, pressed);
      }
    }
    pacer.request('key');
  }

  function onEnteredKey(name: string, { input, key }: Pressed): void {
    const pressed = pressEntered(entered, viewOf(name), input, key);
    entered = pressed.state;
    if (pressed.request !== null) void ask(name, pressed.request);
    if (pressed.leave !== null) apply({ do: pressed.leave === 'back' ? 'leave' : 'quit' });
  }

  function apply(action: Action | null): void {
    if (action === null) return;
    // Several keys may come at once; each one acts on what the one before it made.
    scene = draft();
    state = act(state, action, scene);
    if (action.do === 'enter') entered = startState;
    if (state.closed) closed();
  }

  async function ask(name: string, request: ControlRequest): Promise<void> {
    try {
      await askRun(join(runsDirectory, name), request);
    } catch (error) {
      if (!isIntoneError(error)) throw error;
      apply({ do: 'leave' });
      apply({ do: 'notice', text: error.message });
      pacer.request('key');
    }
  }

  function draw(): void {
    scene = draft();
    app.rerender(frame());
    attendSoon(scene.attended);
  }

  function attendSoon(names: readonly string[]): void {
    if (names.join('/') === attended.join('/')) return;
    attended = names;
    clearTimeout(settling);
    settling = setTimeout(() => {
      collection.attend(names);
    }, SETTLE);
  }

  function restore(): void {
    stdout.write(MOUSE_OFF);
    writer.close();
  }

  const onResize = (): void => {
    writer.reset();
    pacer.drawNow();
  };

  writer.open();
  stdout.write(MOUSE_ON);
  process.once('exit', restore);
  // In ink's debug mode every rendering is written whole and at once: pace and differences are the writer's.
  const app = render(frame(), {
    stdout: writer.stream(),
    stdin,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  const pacer = new Pacer(draw);
  const unsubscribe = collection.subscribe(() => {
    pacer.request('news');
  });
  const ticking = setInterval(() => {
    pacer.request('news');
  }, TICK);
  stdout.on('resize', onResize);
  pacer.request('key');
  try {
    await closing;
  } finally {
    pacer.stop();
    clearInterval(ticking);
    clearTimeout(settling);
    unsubscribe();
    collection.close();
    stdout.off('resize', onResize);
    app.unmount();
    process.off('exit', restore);
    restore();
  }
}

/** From the working directory, where the folder is within it. */
function shownPath(directory: string): string {
  const within = relative('', directory);
  return within === '' || within.startsWith('..') || isAbsolute(within) ? directory : within;
}
