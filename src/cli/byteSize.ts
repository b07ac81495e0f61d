const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `1.9 MB`: a size in powers of 1000, as a person says it. */
export function byteSize(bytes: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${UNITS[power]}`;
}
