import { defineError, type CatalogueEntry, type Explanation } from './entry.js';

/** Given parts of an explanation, without those that are undefined. */
function some(parts: { allowed?: string | undefined; hint?: string | undefined }): Partial<Explanation> {
  return {
    ...(parts.allowed !== undefined && { allowed: parts.allowed }),
    ...(parts.hint !== undefined && parts.hint !== '' && { hint: parts.hint }),
  };
}

export const CONFIG_FILE_MISSING = defineError(
  'CONFIG_FILE_MISSING',
  'The config file does not exist.',
  (p: { file: string; nearest?: string | undefined }) => ({
    message: `There is no config file '${p.file}'.`,
    hint:
      p.nearest === undefined
        ? 'Check the path; it is relative to the working directory.'
        : `Did you mean '${p.nearest}'?`,
  }),
);

export const CONFIG_FILE_UNREADABLE = defineError(
  'CONFIG_FILE_UNREADABLE',
  'The config file is a folder, or may not be read.',
  (p: { file: string; reason: string }) => ({
    message: `The config file '${p.file}' cannot be read: ${p.reason}.`,
    allowed: 'a YAML file that you may read',
  }),
);

export const CONFIG_ENCODING = defineError(
  'CONFIG_ENCODING',
  'The config file is not UTF-8 text.',
  (p: { file: string; found: string }) => ({
    message: `The config file '${p.file}' is ${p.found}.`,
    allowed: 'YAML as UTF-8 text',
    hint: 'Save it as UTF-8 in your editor.',
  }),
);

export const CONFIG_EMPTY = defineError(
  'CONFIG_EMPTY',
  'The config file holds nothing.',
  (p: { file: string }) => ({
    message: `The config file '${p.file}' is empty.`,
    allowed: 'a map with at least data, split, features and model',
    hint: 'configs/quickstart.yaml is one to start from.',
  }),
);

export const CONFIG_SYNTAX = defineError(
  'CONFIG_SYNTAX',
  'The YAML cannot be parsed.',
  (p: { problem: string; hint?: string | undefined }) => ({
    message: `This is not YAML: ${p.problem}.`,
    ...some(p),
  }),
);

export const CONFIG_DUPLICATE_KEY = defineError(
  'CONFIG_DUPLICATE_KEY',
  'A key stands twice in one map.',
  (p: { key: string; line: number }) => ({
    message: `The key '${p.key}' stands here a second time; the first is in line ${p.line}.`,
    hint: 'Keep one of the two.',
  }),
);

export const CONFIG_MULTIPLE_DOCUMENTS = defineError(
  'CONFIG_MULTIPLE_DOCUMENTS',
  'The file holds more than one YAML document.',
  () => ({
    message: "A second YAML document starts here, after '---'.",
    allowed: 'one document a file',
    hint: 'Put the second experiment into a file of its own; `extends` shares what they have in common.',
  }),
);

export const CONFIG_ALIAS = defineError(
  'CONFIG_ALIAS',
  'A YAML alias or merge key cannot be followed.',
  (p: { problem: string; allowed: string }) => ({ message: p.problem, allowed: p.allowed }),
);

export const CONFIG_NOT_A_MAP = defineError(
  'CONFIG_NOT_A_MAP',
  'The config is a list or a single value.',
  (p: { found: string }) => ({
    message: `The config is ${p.found}.`,
    allowed: 'a map: keys with values, e.g. `model: { use: cnn-bilstm }`',
  }),
);

export const CONFIG_EXTENDS_MISSING = defineError(
  'CONFIG_EXTENDS_MISSING',
  'A file named under `extends:` does not exist.',
  (p: { file: string; nearest?: string | undefined }) => ({
    message: `\`extends\` names '${p.file}', which does not exist.`,
    hint:
      p.nearest === undefined
        ? 'The path is relative to the file that names it.'
        : `Did you mean '${p.nearest}'?`,
  }),
);

export const CONFIG_EXTENDS_CYCLE = defineError(
  'CONFIG_EXTENDS_CYCLE',
  'Config files extend each other in a circle.',
  (p: { chain: readonly string[] }) => ({
    message: `\`extends\` goes in a circle: ${p.chain.join(' → ')}.`,
    hint: 'Put what they share into a third file that extends neither.',
  }),
);

export const CONFIG_UNKNOWN_KEY = defineError(
  'CONFIG_UNKNOWN_KEY',
  'A config has a key that nothing reads.',
  (p: {
    key: string;
    place: string;
    allowed: readonly string[];
    nearest?: string | undefined;
    elsewhere?: string | undefined;
  }) => ({
    message: `${p.place} has no option '${p.key}'.`,
    allowed: p.allowed.length === 0 ? 'no options' : p.allowed.join(', '),
    ...some({ hint: p.nearest === undefined ? p.elsewhere : `Did you mean '${p.nearest}'?` }),
  }),
);

export const CONFIG_PART_MISSING = defineError(
  'CONFIG_PART_MISSING',
  'Something that has no default is not given.',
  (p: { key: string; place: string; allowed?: string | undefined; hint?: string | undefined }) => ({
    message: `${p.place} needs '${p.key}', which has no default.`,
    ...some(p),
  }),
);

export const CONFIG_WRONG_TYPE = defineError(
  'CONFIG_WRONG_TYPE',
  'A value is of the wrong type.',
  (p: { what: string; found: string; allowed: string; hint?: string | undefined }) => ({
    message: `${p.what} is ${p.found}.`,
    ...some(p),
  }),
);

export const CONFIG_OUT_OF_RANGE = defineError(
  'CONFIG_OUT_OF_RANGE',
  'A number lies outside its range.',
  (p: { what: string; found: string; allowed: string; hint?: string | undefined }) => ({
    message: `${p.what} is ${p.found}, out of its range.`,
    ...some(p),
  }),
);

export const CONFIG_NOT_ALLOWED = defineError(
  'CONFIG_NOT_ALLOWED',
  'A value is none of those that are allowed.',
  (p: { what: string; found: string; allowed: string; nearest?: string | undefined }) => ({
    message: `${p.what} is ${p.found}.`,
    allowed: p.allowed,
    ...some({ hint: p.nearest === undefined ? undefined : `Did you mean '${p.nearest}'?` }),
  }),
);

export const CONFIG_BAD_VALUE = defineError(
  'CONFIG_BAD_VALUE',
  'A value has the right type and breaks another rule of its option, e.g. a list that is too short.',
  (p: { what: string; problem: string; allowed: string }) => ({
    message: `${p.what} ${p.problem}.`,
    allowed: p.allowed,
  }),
);

export const CONFIG_METRIC_UNKNOWN = defineError(
  'CONFIG_METRIC_UNKNOWN',
  'Early stopping names a metric that no evaluator makes.',
  (p: { metric: string; known: readonly string[]; nearest?: string | undefined }) => ({
    message: `Early stopping is on '${p.metric}', which no evaluator of this experiment makes overall.`,
    allowed: p.known.join(', '),
    ...some({ hint: p.nearest === undefined ? undefined : `Did you mean '${p.nearest}'?` }),
  }),
);

export const CONFIG_EVALUATOR_MISSING = defineError(
  'CONFIG_EVALUATOR_MISSING',
  'A gate or early stopping names a metric whose evaluator is not in the experiment.',
  (p: { metric: string; makers: readonly string[] }) => ({
    message: `No evaluator of this experiment makes the metric '${p.metric}'.`,
    hint: `Add ${p.makers.map((maker) => `'${maker}'`).join(' or ')} to \`evaluate\`.`,
  }),
);

export const CONFIG_COLUMN_TWICE = defineError(
  'CONFIG_COLUMN_TWICE',
  'Two features make a column of one name.',
  (p: { name: string; first: string; second: string; count: number }) => ({
    message:
      `The feature '${p.second}' makes the column '${p.name}', which '${p.first}' makes already` +
      (p.count > 1 ? ` (and ${p.count - 1} more).` : '.'),
    hint: 'Take one of the two out.',
  }),
);

export const CONFIG_CLASS_UNKNOWN = defineError(
  'CONFIG_CLASS_UNKNOWN',
  'A gate or the class weights name a class that the dataset lacks.',
  (p: { name: string; user: string; known: readonly string[]; nearest?: string | undefined }) => ({
    message: `${p.user} names the class '${p.name}', which the dataset lacks.`,
    allowed: p.known.join(', '),
    ...some({ hint: p.nearest === undefined ? undefined : `Did you mean '${p.nearest}'?` }),
  }),
);

export const CONFIG_SHAPE_MISMATCH = defineError(
  'CONFIG_SHAPE_MISMATCH',
  'The pooling does not make what the model takes.',
  (p: { pooling: string; makes: string; model: string; takes: string; poolings: readonly string[] }) => ({
    message: `The model '${p.model}' takes a ${p.takes}, and the pooling '${p.pooling}' makes a ${p.makes}.`,
    allowed: `pool: ${p.poolings.join(', ')}`,
    hint: 'Change `pool`, or take another model.',
  }),
);

export const CONFIG_INPUTS_MISMATCH = defineError(
  'CONFIG_INPUTS_MISMATCH',
  "The model cannot be built for the experiment's inputs.",
  (p: { model: string; takes: string; inputs: readonly { name: string; kind: string }[] }) => ({
    message: `The model '${p.model}' takes ${p.takes}; the experiment has ${p.inputs
      .map(({ name, kind }) => `'${name}' (a ${kind})`)
      .join(' and ')}.`,
    allowed: p.takes,
    hint: 'Change `inputs` or what they are pooled with (`pool: mean` gives a vector, `pool: none` a sequence), or take another model.',
  }),
);

export const CONFIG_INPUTS_TWICE = defineError(
  'CONFIG_INPUTS_TWICE',
  "A config with `inputs` has 'features', 'pool' or 'scale' at its top too.",
  (p: { key: string }) => ({
    message: `The config has \`inputs\`, and '${p.key}' beside them, which belongs to no input.`,
    allowed: `'${p.key}' in each of \`inputs\`; or at the top, without \`inputs\``,
    hint: `Move '${p.key}' into the input that it is for.`,
  }),
);

export const CONFIG_INPUT_NAME = defineError(
  'CONFIG_INPUT_NAME',
  'An input has a name that it cannot have.',
  (p: { name: string }) => ({
    message: `An input cannot be called '${p.name}'.`,
    allowed: 'letters, digits and hyphens, a letter first',
    hint: "Give it a name such as 'sequence' or 'statistics'.",
  }),
);

export const CONFIG_CLIP_SHORTER_THAN_FRAME = defineError(
  'CONFIG_CLIP_SHORTER_THAN_FRAME',
  'The audio stage crops clips to less than one analysis frame.',
  (p: { samples: number; seconds: number; fftSize: number }) => ({
    message: `Clips are cropped to ${p.samples} samples (${p.seconds} s), less than one frame of ${p.fftSize}.`,
    hint: 'Crop less, or make `frames.fftSize` smaller.',
  }),
);

export const SET_SYNTAX = defineError(
  'SET_SYNTAX',
  'A --set argument is not of the form a.b=value.',
  (p: { argument: string }) => ({
    message: `'--set ${p.argument}' does not say what to set to what.`,
    allowed: '--set a.b=value, e.g. --set train.epochs=5 or --set features.0.coefficients=13',
  }),
);

export const SET_PATH = defineError(
  'SET_PATH',
  'A --set argument leads through a value that has no parts, or past the end of a list.',
  (p: { step: string; parent: string; problem: string; allowed: string }) => ({
    message: `'${p.step}' cannot be set in ${p.parent}, which ${p.problem}.`,
    allowed: p.allowed,
  }),
);

export const configErrors = {
  SET_SYNTAX,
  SET_PATH,
  CONFIG_FILE_MISSING,
  CONFIG_FILE_UNREADABLE,
  CONFIG_ENCODING,
  CONFIG_EMPTY,
  CONFIG_SYNTAX,
  CONFIG_DUPLICATE_KEY,
  CONFIG_MULTIPLE_DOCUMENTS,
  CONFIG_ALIAS,
  CONFIG_NOT_A_MAP,
  CONFIG_EXTENDS_MISSING,
  CONFIG_EXTENDS_CYCLE,
  CONFIG_UNKNOWN_KEY,
  CONFIG_PART_MISSING,
  CONFIG_WRONG_TYPE,
  CONFIG_OUT_OF_RANGE,
  CONFIG_NOT_ALLOWED,
  CONFIG_BAD_VALUE,
  CONFIG_METRIC_UNKNOWN,
  CONFIG_EVALUATOR_MISSING,
  CONFIG_COLUMN_TWICE,
  CONFIG_CLASS_UNKNOWN,
  CONFIG_SHAPE_MISMATCH,
  CONFIG_INPUTS_MISMATCH,
  CONFIG_INPUTS_TWICE,
  CONFIG_INPUT_NAME,
  CONFIG_CLIP_SHORTER_THAN_FRAME,
} satisfies Readonly<Record<string, CatalogueEntry>>;
