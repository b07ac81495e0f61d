import { Type } from '@sinclair/typebox';
import type { Registry } from '../registry/registry.js';
import type { GateCheck } from './experiment.js';
import { readConfig } from './files.js';
import { propertiesOf } from './jsonSchema.js';
import { presetChecks } from './resolve.js';
import { experimentSchema, type CheckedConfig } from './schema.js';
import { withGateChecks } from './slots.js';
import { validate } from './validate.js';

/**
 * Reads the thresholds of a YAML file: its `gate:`, as in an experiment. What else stands in the file does not
 * matter, so that an experiment's config will do.
 *
 * @throws IntoneErrors with everything that is wrong with them
 */
export async function loadGate(
  file: string,
  { registry, cwd = process.cwd() }: { registry: Registry; cwd?: string },
): Promise<readonly GateCheck[]> {
  const { root } = await readConfig(file, cwd);
  const { gate: schema } = propertiesOf(experimentSchema(registry, { purpose: 'check' }));
  const whole = Type.Unsafe<Pick<CheckedConfig, 'gate'>>({
    type: 'object',
    properties: { gate: withoutDefault(schema) },
    required: ['gate'],
  });
  const { gate } = validate(withGateChecks(root), whole, registry);
  return [...presetChecks(gate.preset), ...gate.checks];
}

/** The experiment's gate may be left out; here it is what the file is for. */
function withoutDefault(schema: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== 'default'));
}
