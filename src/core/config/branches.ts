import type { ErrorObject } from 'ajv';

/**
 * One mistake in a value with alternatives (`anyOf`) gives errors for each alternative and one for all together. Kept
 * are the errors of the alternative that was clearly meant, or else the one for all.
 */
export function withoutBranches(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  let kept = errors;
  const alternatives = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  // The innermost alternatives come first, since ajv reports them before those around them.
  for (const alternative of alternatives) {
    if (!kept.includes(alternative)) continue;
    const inside = kept.filter((error) => isWithin(error, alternative));
    const branches = new Map<string, ErrorObject[]>();
    for (const error of inside) {
      const branch = error.schemaPath.slice(alternative.schemaPath.length + 1).split('/')[0];
      branches.set(branch, [...(branches.get(branch) ?? []), error]);
    }
    const meant = [...branches.values()].filter(
      (branch) => !branch.some((error) => isElsewhere(error, alternative)),
    );
    const dropped = meant.length === 1 ? inside.filter((error) => !meant[0].includes(error)) : inside;
    kept = kept.filter((error) => !dropped.includes(error) && (meant.length !== 1 || error !== alternative));
  }
  return kept;
}

function isWithin(error: ErrorObject, alternative: ErrorObject): boolean {
  return error !== alternative && error.schemaPath.startsWith(`${alternative.schemaPath}/`);
}

/** Whether the error says that another alternative was meant: the value is of another type or another constant. */
function isElsewhere(error: ErrorObject, alternative: ErrorObject): boolean {
  return error.instancePath === alternative.instancePath && ['type', 'const', 'enum'].includes(error.keyword);
}
