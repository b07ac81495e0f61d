/** A span of time as a person says it: `3.2 s`, `43 s`, `2 min 5 s`, `1 h 12 min`. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `2,034`. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** A metric's value with three decimals; `undefined` where it is not defined. */
export function figure(value: number | null): string {
  return value === null ? 'undefined' : value.toFixed(3);
}

/** `412 MB` (10^6 bytes). */
export function megabytes(bytes: number): string {
  return `${count(Math.round(bytes / 1e6))} MB`;
}
