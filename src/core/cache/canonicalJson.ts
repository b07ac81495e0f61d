/**
 * JSON in which equal values are equal texts: keys in alphabetical order, −0 told from 0. `JSON.parse` gives the value
 * back.
 */
export function canonicalJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, inOrder, indent);
}

function inOrder(_key: string, value: unknown): unknown {
  if (Object.is(value, -0)) return '-0';
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
