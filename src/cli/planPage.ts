import type { PlanDescription } from '../core/experiment/describePlan.js';
import { PARTS } from '../core/experiment/clips.js';
import { thresholdsOf } from '../core/gate/thresholds.js';
import { count } from './figures.js';
import { plainTable } from './plainTable.js';
import { wrap } from './wrap.js';

const WIDTH = 80;
/** Of many columns the first and last few are named. */
const NAMED_COLUMNS = 3;

/** What `run --dry-run` prints: the clips, the rows, the network and the thresholds of a run that is not started. */
export function planPage(plan: PlanDescription): string {
  const { name, seed, claims, leftOut, defects, inputs, gate } = plan;
  const paragraphs = [
    `plan of ${name}, seed ${seed} (nothing is run)`,
    `clips (${claims}):\n${clipTable(plan)}`,
    leftOut === 0 ? '' : `${count(leftOut)} clips are left out by the split.`,
    defects.length === 0
      ? ''
      : `${count(defects.length)} files cannot be used:\n${defects.map(({ clip, detail }) => `  ${clip}: ${detail}`).join('\n')}`,
    ...inputs.map(({ name: input, columns, shape }) => {
      const whose = inputs.length === 1 ? 'a row' : `a row of the input '${input}'`;
      const size = shape ? `[${shape.join(', ')}]` : 'steps by clip';
      return wrap(`${whose}: ${size}, of ${named(columns)}`, WIDTH, 0);
    }),
    modelText(plan),
    gate.length === 0 ? 'The gate has no thresholds.' : `gate:\n${gateTable(gate)}`,
  ];
  return paragraphs.filter((paragraph) => paragraph !== '').join('\n\n');
}

function clipTable({ classes, parts }: PlanDescription): string {
  const rows = classes.map((name) => [
    name,
    ...PARTS.map((part) => count(parts[part].byClass[name])),
    count(PARTS.reduce((sum, part) => sum + parts[part].byClass[name], 0)),
  ]);
  const sums = PARTS.map((part) => parts[part].clips);
  const total = ['all', ...sums.map(count), count(sums.reduce((sum, clips) => sum + clips, 0))];
  return plainTable(
    ['class', ...PARTS, 'all'],
    [...rows, total],
    ['left', 'right', 'right', 'right', 'right'],
  );
}

function named(columns: readonly string[]): string {
  const names =
    columns.length <= 2 * NAMED_COLUMNS
      ? columns
      : [...columns.slice(0, NAMED_COLUMNS), '…', ...columns.slice(-NAMED_COLUMNS)];
  return `${count(columns.length)} columns: ${names.join(', ')}`;
}

function modelText({ network, classical }: PlanDescription): string {
  if (classical !== undefined) {
    return `The model '${classical}' is fitted on all training rows at once: no network, no backend.`;
  }
  return network === null ? 'The network is built when the clips are known.' : networkTable(network);
}

function networkTable({ layers, parameters, flops }: NonNullable<PlanDescription['network']>): string {
  const rows = layers.map((layer) => [
    layer.name,
    layer.kind,
    `[${layer.outputShape.join(', ')}]`,
    count(layer.parameters),
    count(layer.flops),
  ]);
  return plainTable(
    ['layer', 'kind', 'output', 'parameters', 'FLOPs a clip'],
    [...rows, ['all', '', '', count(parameters), count(flops)]],
    ['left', 'left', 'left', 'right', 'right'],
  );
}

function gateTable(gate: PlanDescription['gate']): string {
  return plainTable(
    ['check', 'part', 'of', 'needs', 'level'],
    gate.map((check) => [
      check.metric,
      check.part,
      check.per === 'overall' ? 'all' : (check.classes ?? ['every class']).join(', '),
      thresholdsOf(check)
        .map(({ words }) => words)
        .join(' and ') + (check.bound === 'value' ? '' : ` (${check.bound} end)`),
      check.level,
    ]),
  );
}
