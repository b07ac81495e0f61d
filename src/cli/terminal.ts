/** What is known of where a command was typed. */
interface Surroundings {
  readonly stdin: { readonly isTTY?: boolean };
  readonly stdout: { readonly isTTY?: boolean };
  readonly stderr: { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Whether somebody sits in front of it: a terminal on all sides, and no CI. */
export function inTerminal({ stdin, stdout, stderr, env }: Surroundings = process): boolean {
  const { CI: ci = '' } = env;
  const inCi = ci !== '' && ci !== '0' && ci !== 'false';
  return [stdin, stdout, stderr].every(({ isTTY }) => isTTY === true) && !inCi;
}

/** Whether its terminal can show a screen that is drawn anew. */
export function canDraw({ env }: Pick<Surroundings, 'env'> = process): boolean {
  return env['TERM'] !== 'dumb';
}
