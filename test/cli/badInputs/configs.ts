import { TINY, tinyWith, type BadInput } from './row.js';

const validated = (wrong: string, text: string | Uint8Array, code: string): BadInput => ({
  wrong,
  argv: ['validate', 'bad.yaml'],
  files: { 'bad.yaml': text },
  code,
});

/** The YAML itself, and what stands in it. */
export const badConfigs: readonly BadInput[] = [
  { wrong: 'the config does not exist', argv: ['run', 'tinny.yaml'], code: 'CONFIG_FILE_MISSING' },
  { wrong: 'the config is a folder', argv: ['run', '.'], code: 'CONFIG_FILE_UNREADABLE' },
  validated('the file is empty', '', 'CONFIG_EMPTY'),
  validated('the file is not text', Uint8Array.from([0xff, 0xfe, 0x00, 0xc3, 0x28]), 'CONFIG_ENCODING'),
  validated('a bracket is not closed', `${TINY}gate: [{ metric: uar, min: 0.5 }\n`, 'CONFIG_SYNTAX'),
  validated('a tab indents', `${TINY}frames:\n\tfftSize: 1024\n`, 'CONFIG_SYNTAX'),
  validated('a key stands twice', `${TINY}seed: 1\nseed: 2\n`, 'CONFIG_DUPLICATE_KEY'),
  validated('two documents in one file', `${TINY}---\n${TINY}`, 'CONFIG_MULTIPLE_DOCUMENTS'),
  validated('an alias without its anchor', `${TINY}frames: *mine\n`, 'CONFIG_ALIAS'),
  validated('a list instead of a map', '- features: [rms]\n', 'CONFIG_NOT_A_MAP'),
  validated('what it extends is not there', `extends: ./base.yaml\n${TINY}`, 'CONFIG_EXTENDS_MISSING'),
  validated('it extends itself', `extends: ./bad.yaml\n${TINY}`, 'CONFIG_EXTENDS_CYCLE'),
  validated('a key is misspelt', tinyWith('train: { epoch: 1 }'), 'CONFIG_UNKNOWN_KEY'),
  validated('the model is missing', TINY.replace('model: mlp\n', ''), 'CONFIG_PART_MISSING'),
  validated('a number is a word', tinyWith('train: { epochs: many }'), 'CONFIG_WRONG_TYPE'),
  validated('a number is out of range', tinyWith('train: { epochs: 0 }'), 'CONFIG_OUT_OF_RANGE'),
  validated('a value is none of the choices', tinyWith('badClips: ignore'), 'CONFIG_NOT_ALLOWED'),
  validated('no feature at all', tinyWith('features: []'), 'CONFIG_BAD_VALUE'),
  validated('a plugin is misspelt', tinyWith('model: mpl'), 'PLUGIN_UNKNOWN'),
  validated('a plugin of another kind', tinyWith('model: smote'), 'PLUGIN_UNKNOWN'),
  validated(
    "a plugin's option is misspelt",
    tinyWith('model: { use: mlp, drop: 0.1 }'),
    'CONFIG_UNKNOWN_KEY',
  ),
  validated('a feature twice', tinyWith('features: [rms, rms]'), 'CONFIG_COLUMN_TWICE'),
  validated('pooled rows for a model of sequences', tinyWith('pool: none'), 'CONFIG_SHAPE_MISMATCH'),
  validated(
    'early stopping on a metric that nobody makes',
    tinyWith('train: { stopEarly: { on: acuracy } }'),
    'CONFIG_METRIC_UNKNOWN',
  ),
  validated(
    'a threshold on a metric whose evaluator is not there',
    tinyWith('gate: [{ metric: ece, max: 0.1 }]'),
    'CONFIG_EVALUATOR_MISSING',
  ),
  validated(
    'a threshold for a class that the data lacks',
    tinyWith('gate: [{ metric: recall, per: class, classes: [bored], min: 0.5 }]'),
    'GATE_UNKNOWN_CLASS',
  ),
  validated('a threshold without a number', tinyWith('gate: [{ metric: uar }]'), 'GATE_WITHOUT_THRESHOLD'),
  validated(
    'thresholds that exclude each other',
    tinyWith('gate: [{ metric: uar, min: 0.8, max: 0.2 }]'),
    'GATE_IMPOSSIBLE',
  ),
  validated('an unknown preset of thresholds', tinyWith('gate: { preset: strict }'), 'CONFIG_NOT_ALLOWED'),
  validated(
    'a weight for a class that the data lacks',
    tinyWith('train: { classWeights: { bored: 2 } }'),
    'CONFIG_CLASS_UNKNOWN',
  ),
  {
    wrong: 'three mistakes are shown at once',
    argv: ['validate', 'bad.yaml'],
    files: { 'bad.yaml': tinyWith('train: { epochs: -1, batchsize: 8, optimizer: adm }') },
    code: 'CONFIG_OUT_OF_RANGE',
  },
  {
    wrong: "a mistake in the machine's own settings",
    argv: ['validate', 'tiny.yaml'],
    files: { 'intone.local.yaml': 'treads: 2\n' },
    code: 'CONFIG_UNKNOWN_KEY',
  },
];
