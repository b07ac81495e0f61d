import { Box, Text, useInput, type Key } from 'ink';
import { useEffect, type ReactElement, type ReactNode } from 'react';

/** Hears the keys for whatever stands in it. */
export function Keyboard({
  listening,
  onKey,
  onClose,
  children,
}: {
  readonly listening: boolean;
  readonly onKey: (input: string, key: Key) => void;
  /** Called when ink takes the screen down, be it for a signal. */
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactElement {
  useInput(onKey, { isActive: listening });
  useEffect(() => onClose, [onClose]);
  return <>{children}</>;
}

/** Lines that fill the screen. */
export function Lines({
  lines,
  columns,
  rows,
}: {
  readonly lines: readonly string[];
  readonly columns: number;
  readonly rows: number;
}): ReactElement {
  return (
    <Box width={columns} height={rows}>
      <Text wrap="truncate">{lines.join('\n')}</Text>
    </Box>
  );
}
