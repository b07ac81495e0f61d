import { Box, Text, useInput, type Key } from 'ink';
import { useEffect, type ReactElement } from 'react';
import { frameText, type FrameContents } from './frameText.js';

export interface FrameProperties extends FrameContents, KeyboardProperties {}

/** The screen of a run as a part of an ink app: it fills `columns` × `rows` exactly. */
export function Frame(properties: FrameProperties): ReactElement {
  const { columns, rows } = properties;
  return (
    <Box width={columns} height={rows}>
      <Keyboard {...properties} />
      <Text wrap="truncate">{frameText(properties)}</Text>
    </Box>
  );
}

export interface KeyboardProperties {
  /** Whether keys can be heard. */
  readonly listening: boolean;
  readonly onKey: (input: string, key: Key) => void;
  /** Called when ink takes the screen down, be it for a signal. */
  readonly onClose: () => void;
}

/** Hears the keys, and the end; shows nothing. */
export function Keyboard({ listening, onKey, onClose }: KeyboardProperties): null {
  useInput(onKey, { isActive: listening });
  useEffect(() => onClose, [onClose]);
  return null;
}
