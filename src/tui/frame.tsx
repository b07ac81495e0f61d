import { Box, Text, useInput, type Key } from 'ink';
import { useEffect, type ReactElement } from 'react';
import type { RunView } from '../core/runs/runView.js';
import { centred, helpLines, quitLines } from './dialogs.js';
import { footerLine, headerLine, systemLine, tabsLine } from './panels/lines.js';
import type { ScreenState } from './screenState.js';
import type { Theme } from './theme.js';
import { drawView, GAP, type Column } from './views.js';

export interface FrameProperties {
  readonly view: RunView;
  readonly state: ScreenState;
  /** Whether there is a run that can be asked for something. */
  readonly controllable: boolean;
  readonly theme: Theme;
  /** Of the terminal. */
  readonly columns: number;
  readonly rows: number;
  /** Whether keys can be heard. */
  readonly listening: boolean;
  readonly onKey: (input: string, key: Key) => void;
  /** Called when ink takes the frame down, be it for a signal. */
  readonly onClose: () => void;
}

/** Lines that are always there: header, tabs, system and footer. */
const OWN_LINES = 4;

/** The screen of a run at one moment: it fills `columns` × `rows` exactly. */
export function Frame(properties: FrameProperties): ReactElement {
  const { view, state, controllable, theme, columns, rows, listening, onKey, onClose } = properties;
  useInput(onKey, { isActive: listening });
  useEffect(() => onClose, [onClose]);
  const height = rows - OWN_LINES;
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Line text={headerLine(view, columns, theme)} />
      {height > 0 && <Line text={tabsLine(state, columns, theme)} />}
      {height > 0 && (
        <Box height={height} columnGap={GAP}>
          {body(properties, height).map(({ width, lines }, index) => (
            <Box key={index} width={width} height={height}>
              <Text wrap="truncate">{lines.join('\n')}</Text>
            </Box>
          ))}
        </Box>
      )}
      {rows > 1 && <Line text={systemLine(view, columns, theme)} />}
      {rows > 2 && <Line text={footerLine(state, view, controllable, columns, theme)} />}
    </Box>
  );
}

function body({ view, state, theme, columns }: FrameProperties, height: number): readonly Column[] {
  if (state.dialog === null) return drawView(view, state, columns, height, theme);
  const lines = state.dialog === 'help' ? helpLines(theme) : quitLines(theme);
  return [{ width: columns, lines: centred(lines, columns, height) }];
}

function Line({ text }: { readonly text: string }): ReactElement {
  return (
    <Box height={1}>
      <Text wrap="truncate">{text === '' ? ' ' : text}</Text>
    </Box>
  );
}
