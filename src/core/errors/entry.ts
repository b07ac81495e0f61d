/** Exit codes of the command line. */
export const EXIT = { passed: 0, gateFailed: 1, badInput: 2, internal: 3, interrupted: 130 } as const;

/** Where in a file a mistake stands; `line` and `column` count from 1. */
export interface SourceLocation {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** The lines around the place, with a caret under it. */
  readonly frame?: string;
}

/** What an error tells the user. */
export interface Explanation {
  /** What was wrong, with the value that was found. */
  readonly message: string;
  /** What would be allowed there. */
  readonly allowed?: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** The static part of an error, for the catalogue and its documentation page. */
export interface CatalogueEntry {
  readonly code: string;
  readonly exit: number;
  /** One sentence for docs/errors.md: when this happens. */
  readonly when: string;
}

/** An error that is the user's to mend: shown without a stack trace, with its exit code. */
export class IntoneError extends Error {
  override readonly name = 'IntoneError';
  readonly code: string;
  readonly exit: number;
  readonly allowed: string | undefined;
  readonly hint: string | undefined;
  readonly where: SourceLocation | undefined;

  constructor(entry: CatalogueEntry, explanation: Explanation, where?: SourceLocation, cause?: unknown) {
    super(explanation.message, cause === undefined ? undefined : { cause });
    this.code = entry.code;
    this.exit = entry.exit;
    this.allowed = explanation.allowed;
    this.hint = explanation.hint;
    this.where = where;
  }

  /** The same error, told where it stands. */
  at(where: SourceLocation): IntoneError {
    const { message, allowed, hint } = this;
    const explanation = {
      message,
      ...(allowed !== undefined && { allowed }),
      ...(hint !== undefined && { hint }),
    };
    return new IntoneError({ code: this.code, exit: this.exit, when: '' }, explanation, where, this.cause);
  }
}

/** Several mistakes found in one pass, all shown at once. */
export class IntoneErrors extends Error {
  override readonly name = 'IntoneErrors';
  readonly errors: readonly IntoneError[];

  constructor(errors: readonly IntoneError[]) {
    super(errors.map((error) => error.message).join('\n'));
    this.errors = errors;
  }
}

export function isIntoneError(error: unknown): error is IntoneError {
  return error instanceof IntoneError;
}

/** A catalogue entry that is called with its parameters to make the error. */
export interface ErrorMaker<P> extends CatalogueEntry {
  (parameters: P, where?: SourceLocation, cause?: unknown): IntoneError;
}

/**
 * Declares an error: its code, when it happens, and how its parameters become an explanation.
 *
 * @example
 * const CONFIG_FILE_MISSING = defineError('CONFIG_FILE_MISSING', 'The config file does not exist.',
 *   (p: { file: string }) => ({ message: `There is no file '${p.file}'.`, hint: 'Check the path.' }));
 * throw CONFIG_FILE_MISSING({ file });
 */
export function defineError<P>(
  code: string,
  when: string,
  explain: (parameters: P) => Explanation,
  exit: number = EXIT.badInput,
): ErrorMaker<P> {
  const entry: CatalogueEntry = { code, exit, when };
  const make = (parameters: P, where?: SourceLocation, cause?: unknown): IntoneError =>
    new IntoneError(entry, explain(parameters), where, cause);
  return Object.assign(make, entry);
}
