import { createHash } from 'node:crypto';
import type { Experiment } from '../config/experiment.js';

const LONGEST_NAME = 60;

/** A run directory's name, in its three parts. */
export interface RunName {
  /** UTC, to the second, without the colons that some file systems refuse: 20261122T163000Z. */
  readonly time: string;
  readonly experiment: string;
  /** Of the resolved experiment, its seed included: equal for the same experiment. */
  readonly hash: string;
}

/** `<time>-<name>-<hash>`: sorted by name is sorted by time. */
export function runName(experiment: Experiment, started: Date): string {
  const time = started.toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
  const plain = experiment.name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}._]+/gu, '-')
    .slice(0, LONGEST_NAME)
    .replaceAll(/^[-.]+|[-.]+$/g, '');
  return `${time}-${plain === '' ? 'run' : plain}-${experimentHash(experiment)}`;
}

/** The parts of a run directory's name, or null where it is not one. A second run of one second ends in `.2`. */
export function parseRunName(name: string): RunName | null {
  const match = /^(\d{8}T\d{6}Z)-(.+)-([0-9a-f]{8})(?:\.\d+)?$/.exec(name);
  return match && { time: match[1], experiment: match[2], hash: match[3] };
}

/** Of a resolved experiment, its seed included: equal for the same experiment. */
export function experimentHash(experiment: Experiment): string {
  return createHash('sha256').update(JSON.stringify(experiment)).digest('hex').slice(0, 8);
}
