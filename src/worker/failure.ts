import { Type, type Static } from '@sinclair/typebox';
import { IntoneError, IntoneErrors, isIntoneError } from '../core/errors/entry.js';

const Mistake = Type.Object({
  code: Type.String(),
  exit: Type.Integer(),
  message: Type.String(),
  allowed: Type.Optional(Type.String()),
  hint: Type.Optional(Type.String()),
  where: Type.Optional(
    Type.Object({
      file: Type.String(),
      line: Type.Optional(Type.Integer()),
      column: Type.Optional(Type.Integer()),
      frame: Type.Optional(Type.String()),
    }),
  ),
});

/** An error as it goes from one process to another: the user's mistakes, or a fault of intone's own. */
export const FailureSchema = Type.Union([
  Type.Object({ kind: Type.Literal('mistakes'), mistakes: Type.Array(Mistake, { minItems: 1 }) }),
  Type.Object({
    kind: Type.Literal('fault'),
    name: Type.String(),
    message: Type.String(),
    stack: Type.Optional(Type.String()),
    code: Type.Optional(Type.String({ description: "The operating system's, where it is its error." })),
  }),
]);
export type Failure = Static<typeof FailureSchema>;

/** Writes down an error for another process. */
export function describeFailure(error: unknown): Failure {
  if (isIntoneError(error)) return { kind: 'mistakes', mistakes: [describeMistake(error)] };
  if (error instanceof IntoneErrors) return { kind: 'mistakes', mistakes: error.errors.map(describeMistake) };
  if (!(error instanceof Error)) return { kind: 'fault', name: 'Error', message: String(error) };
  const { name, message, stack } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    kind: 'fault',
    name,
    message,
    ...(stack !== undefined && { stack }),
    ...(code !== undefined && { code }),
  };
}

/** The error that another process wrote down, to be thrown here. */
export function failureError(failure: Failure): Error {
  if (failure.kind === 'mistakes') {
    const mistakes = failure.mistakes.map(
      ({ code, exit, where, ...explanation }) =>
        new IntoneError({ code, exit, when: '' }, explanation, where),
    );
    return mistakes.length === 1 ? mistakes[0] : new IntoneErrors(mistakes);
  }
  const { name, message, stack, code } = failure;
  return Object.assign(new Error(message), {
    name,
    ...(stack !== undefined && { stack }),
    ...(code !== undefined && { code }),
  });
}

function describeMistake({ code, exit, message, allowed, hint, where }: IntoneError): Static<typeof Mistake> {
  return {
    code,
    exit,
    message,
    ...(allowed !== undefined && { allowed }),
    ...(hint !== undefined && { hint }),
    ...(where && { where }),
  };
}
