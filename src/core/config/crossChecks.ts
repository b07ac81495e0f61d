import {
  CONFIG_CLASS_UNKNOWN,
  CONFIG_CLIP_SHORTER_THAN_FRAME,
  CONFIG_COLUMN_TWICE,
  CONFIG_EVALUATOR_MISSING,
  CONFIG_INPUTS_MISMATCH,
  CONFIG_METRIC_UNKNOWN,
  CONFIG_SHAPE_MISMATCH,
} from '../errors/config.js';
import { IntoneError, IntoneErrors, type SourceLocation } from '../errors/entry.js';
import { METRIC_NAME_TAKEN } from '../errors/gate.js';
import { omittedClasses } from '../experiment/omittedClasses.js';
import type { MetricInfo } from '../experiment/predictions.js';
import { checkGate } from '../gate/checkGate.js';
import { fallsOnMissing } from '../gate/missing.js';
import { Random } from '../random.js';
import type { Contracts, Dataset, InputKind, Kind, Model } from '../registry/contracts.js';
import type { Registry } from '../registry/registry.js';
import { canTake, takesText } from '../training/takes.js';
import { nearest } from '../text/nearest.js';
import { listed } from '../text/words.js';
import { classicalProblems, idleSettings } from './classicalChecks.js';
import { inOrder } from './codeFrame.js';
import type { Experiment, InputSettings, PluginUse } from './experiment.js';
import type { ConfigPath } from './node.js';
import { fitProblems, scheduleProblems } from './trainingChecks.js';
import type { Warning } from './warning.js';

/** What the cross-field checks work on. */
export interface CrossChecked {
  readonly experiment: Experiment;
  readonly registry: Registry;
  /** Checks that the gate's preset puts before the ones written out. */
  readonly presetChecks: number;
  /** Where the config has the settings of an input. */
  readonly inputPlace: (name: string) => ConfigPath;
  /** Whether the config itself says something there. */
  readonly has: (path: ConfigPath) => boolean;
  readonly locate: (path: ConfigPath) => SourceLocation;
  readonly locateKey: (path: ConfigPath, key: string) => SourceLocation;
}

/** Checks what no single value shows; throws all that is wrong (IntoneErrors) and returns warnings. */
export function crossCheck(checked: CrossChecked): readonly Warning[] {
  const check = new CrossCheck(checked);
  check.run();
  if (check.errors.length > 0) throw new IntoneErrors(inOrder(check.errors));
  return check.warnings;
}

class CrossCheck {
  readonly errors: IntoneError[] = [];
  readonly warnings: Warning[] = [];
  readonly #checked: CrossChecked;

  constructor(checked: CrossChecked) {
    this.#checked = checked;
  }

  run(): void {
    const { experiment } = this.#checked;
    const dataset = this.#make('dataset', experiment.data, ['data']);
    if (dataset !== undefined) this.#omitted(dataset);
    const metrics = this.#metrics();
    this.#make('split', experiment.split, ['split']);
    this.#audio();
    for (const input of experiment.inputs) this.#features(input);
    this.#shapes();
    for (const { name, scale } of experiment.inputs) {
      if (scale) this.#make('scaler', scale, this.#at(name, 'scale'));
    }
    if (experiment.sample) this.#make('sampler', experiment.sample, ['sample']);
    this.#augmenters();
    const optimizer = this.#make('optimizer', experiment.train.optimizer, ['train', 'optimizer']);
    for (const { path, error } of [
      ...scheduleProblems(experiment.train, optimizer),
      ...fitProblems(experiment, this.#checked.presetChecks),
    ]) {
      this.#report(error, path);
    }
    this.#loss(dataset?.classes);
    this.#classWeights(dataset?.classes);
    if (metrics !== undefined) {
      this.#stopEarly(metrics);
      if (dataset !== undefined) this.#gate(metrics, dataset);
    }
  }

  #omitted(dataset: Dataset): void {
    const omitted = omittedClasses(dataset);
    if (omitted.length === 0) return;
    const fails = fallsOnMissing(this.#checked.experiment.gate, omitted);
    const message = `The options leave out ${listed(omitted)}, which the corpus has.`;
    const why =
      " The gate does not pass over that: it holds only where a check names them under 'mayMiss', or each names its own 'classes'.";
    this.#warn(fails ? message + why : message, ['data']);
  }

  /** Two evaluators that make one metric; otherwise all metrics. */
  #metrics(): readonly MetricInfo[] | undefined {
    const { experiment } = this.#checked;
    const makers = new Map<string, string>();
    const metrics: MetricInfo[] = [];
    let complete = true;
    for (const [index, use] of experiment.evaluate.entries()) {
      const path = ['evaluate', String(index)];
      const evaluator = this.#make('evaluator', use, path);
      if (evaluator === undefined) complete = false;
      const made = evaluator?.metrics ?? [];
      const taken = made.find(({ name, per }) => makers.has(`${per} ${name}`));
      if (taken !== undefined) {
        const first = makers.get(`${taken.per} ${taken.name}`) ?? '';
        this.#report(METRIC_NAME_TAKEN({ metric: taken.name, first, second: use.use }), path);
      }
      for (const metric of made) {
        makers.set(`${metric.per} ${metric.name}`, use.use);
        metrics.push(metric);
      }
    }
    return complete ? metrics : undefined;
  }

  #audio(): void {
    const { experiment } = this.#checked;
    const audio = this.#make('audio', experiment.audio, ['audio']);
    const samples = audio?.sampleCount ?? null;
    const fftSize = Math.max(...experiment.inputs.map(({ frames }) => frames.fftSize));
    if (audio !== undefined && samples !== null && samples < fftSize) {
      const seconds = Number((samples / audio.sampleRate).toPrecision(3));
      this.#report(CONFIG_CLIP_SHORTER_THAN_FRAME({ samples, seconds, fftSize }), ['audio']);
    }
    const gaps = new Set<string>();
    for (const { name, frames } of experiment.inputs) {
      if (frames.hopLength <= frames.fftSize) continue;
      const own = this.#at(name, 'frames', 'hopLength');
      const path = this.#checked.has(own) ? own : ['frames', 'hopLength'];
      if (gaps.has(path.join())) continue;
      gaps.add(path.join());
      const message = `Frames of ${frames.fftSize} samples every ${frames.hopLength} samples leave out what lies between them.`;
      this.#warn(message, path);
    }
  }

  #features({ name: input, features, pool }: InputSettings): void {
    const makers = new Map<string, string>();
    let refused = 0;
    features.forEach((use, index) => {
      const path = this.#at(input, 'features', String(index));
      const feature = this.#make('feature', use, path);
      if (feature === undefined) refused++;
      const names = feature?.names ?? [];
      const taken = names.filter((name) => makers.has(name));
      if (taken.length > 0) {
        const [name] = taken;
        const first = makers.get(name) ?? '';
        this.#report(CONFIG_COLUMN_TWICE({ name, first, second: use.use, count: taken.length }), path);
      }
      for (const name of names) makers.set(name, use.use);
    });
    if (refused > 0) return;
    const pooling = this.#quietly('pooling', pool);
    try {
      pooling?.names([...makers.keys()]);
    } catch (thrown) {
      this.#caught(thrown, this.#at(input, 'pool'));
    }
  }

  #shapes(): void {
    const { inputs, model: use } = this.#checked.experiment;
    const poolings = inputs.map(({ name, pool }) => this.#make('pooling', pool, this.#at(name, 'pool')));
    const model = this.#make('model', use, ['model']);
    if (model !== undefined) this.#classical(model);
    const kinds = poolings.flatMap((pooling) => (pooling === undefined ? [] : [pooling.output]));
    if (model === undefined || kinds.length < inputs.length) return;
    const { takes } = model;
    if (takes === 'any' || canTake(takes, kinds)) return;
    const alone = takes.flatMap((combination) => (combination.length === 1 ? [...combination] : []));
    if (inputs.length === 1 && alone.length > 0) {
      this.#report(this.#poolingMismatch(inputs[0].pool.use, kinds[0], use.use, alone), ['model']);
      return;
    }
    const named = inputs.map(({ name }, index) => ({ name, kind: kinds[index] }));
    const mismatch = { model: use.use, takes: takesText(takes), inputs: named };
    this.#report(CONFIG_INPUTS_MISMATCH(mismatch), ['model']);
  }

  /** What a model that is fitted at once, not trained in epochs, has no use for. */
  #classical(model: Model): void {
    const { experiment, has } = this.#checked;
    for (const { path, error } of classicalProblems(experiment, model)) this.#report(error, path);
    const idle = idleSettings(experiment, model, has);
    if (idle !== null) this.#warn(idle.message, idle.path);
  }

  #poolingMismatch(pooling: string, makes: string, model: string, takes: readonly InputKind[]): IntoneError {
    const poolings = this.#checked.registry.names('pooling').filter((name) => {
      const output = this.#byDefault('pooling', name)?.output;
      return output !== undefined && takes.includes(output);
    });
    return CONFIG_SHAPE_MISMATCH({ pooling, makes, model, takes: listed(takes, 'or'), poolings });
  }

  /** The path of something that belongs to an input. */
  #at(input: string, ...path: string[]): ConfigPath {
    return [...this.#checked.inputPlace(input), ...path];
  }

  #augmenters(): void {
    const { experiment, registry } = this.#checked;
    const inputs = experiment.inputs.flatMap(({ name, pool }) => {
      // A pooling that cannot be made is told of with the features.
      const kind = registry.has('pooling', pool.use) ? this.#quietly('pooling', pool)?.output : undefined;
      return kind === undefined ? [] : [{ name, kind }];
    });
    experiment.augment.forEach((use, index) => {
      const path = ['augment', String(index)];
      const augmenter = this.#make('augmenter', use, path);
      if (inputs.length < experiment.inputs.length) return;
      try {
        augmenter?.check?.(inputs);
      } catch (thrown) {
        this.#caught(thrown, path);
      }
    });
  }

  #loss(classes: readonly string[] | undefined): void {
    const { experiment } = this.#checked;
    const loss = this.#make('loss', experiment.loss, ['loss']);
    if (classes === undefined) return;
    try {
      loss?.check?.(classes);
    } catch (thrown) {
      this.#caught(thrown, ['loss']);
    }
  }

  #classWeights(classes: readonly string[] | undefined): void {
    const { experiment, locateKey } = this.#checked;
    const { classWeights } = experiment.train;
    const path = ['train', 'classWeights'];
    if (classWeights !== 'none' && experiment.sample !== null) {
      const message =
        `Class weights on top of the sampler '${experiment.sample.use}' balance the classes twice: ` +
        'rare ones count for more than frequent ones.';
      this.#warn(message, path);
    }
    if (typeof classWeights === 'string' || classes === undefined) return;
    for (const name of Object.keys(classWeights)) {
      if (classes.includes(name)) continue;
      const parameters = { name, user: '`classWeights`', known: classes, nearest: nearest(name, classes) };
      this.errors.push(CONFIG_CLASS_UNKNOWN(parameters, locateKey(path, name)));
    }
  }

  #stopEarly(metrics: readonly MetricInfo[]): void {
    const { stopEarly } = this.#checked.experiment.train;
    if (stopEarly === null) return;
    const metric = stopEarly.on;
    const known = ['loss', ...metrics.filter(({ per }) => per === 'overall').map(({ name }) => name)];
    if (known.includes(metric)) return;
    const makers = this.#makersOf(metric, 'overall');
    const path = ['train', 'stopEarly', 'on'];
    if (makers.length > 0) this.#report(CONFIG_EVALUATOR_MISSING({ metric, makers }), path);
    else this.#report(CONFIG_METRIC_UNKNOWN({ metric, known, nearest: nearest(metric, known) }), path);
  }

  #gate(metrics: readonly MetricInfo[], dataset: Dataset): void {
    const { experiment, presetChecks } = this.#checked;
    const { gate, intervals } = experiment;
    const problems = checkGate(gate, metrics, dataset.classes, intervals, omittedClasses(dataset));
    for (const { check, path, error } of problems) {
      const place =
        check < presetChecks
          ? ['gate', 'preset']
          : ['gate', 'checks', String(check - presetChecks), ...path.map(String)];
      const { metric, per } = experiment.gate[check];
      const isMetric = path[0] === 'metric' && !metrics.some(({ name }) => name === metric);
      const makers = isMetric ? this.#makersOf(metric, per) : [];
      this.#report(makers.length > 0 ? CONFIG_EVALUATOR_MISSING({ metric, makers }) : error, place);
    }
  }

  /** Evaluators, in the experiment or not, that make the metric with their default options. */
  #makersOf(metric: string, per: MetricInfo['per']): string[] {
    return this.#checked.registry.names('evaluator').filter((name) => {
      const made = this.#byDefault('evaluator', name)?.metrics ?? [];
      return made.some((info) => info.name === metric && info.per === per);
    });
  }

  #make<K extends Kind>(kind: K, use: PluginUse, path: ConfigPath): Contracts[K] | undefined {
    const { registry, experiment } = this.#checked;
    try {
      return registry.create(kind, use, {
        random: new Random(experiment.seed),
        warn: (message) => {
          this.#warn(message, path);
        },
      });
    } catch (thrown) {
      this.#caught(thrown, path);
      return undefined;
    }
  }

  /** A plugin with its default options, or undefined where it needs some. */
  #byDefault<K extends Kind>(kind: K, use: string): Contracts[K] | undefined {
    return this.#quietly(kind, { use, options: {} });
  }

  /** What a plugin makes, or undefined where it refuses to. */
  #quietly<K extends Kind>(kind: K, use: PluginUse): Contracts[K] | undefined {
    try {
      const context = { random: new Random(0), warn: () => undefined };
      return this.#checked.registry.create(kind, use, context);
    } catch {
      return undefined;
    }
  }

  #caught(thrown: unknown, path: ConfigPath): void {
    if (thrown instanceof IntoneErrors) {
      thrown.errors.forEach((error) => {
        this.#report(error, path);
      });
    } else if (thrown instanceof IntoneError) this.#report(thrown, path);
    else throw thrown;
  }

  #report(error: IntoneError, path: ConfigPath): void {
    this.errors.push(error.where === undefined ? error.at(this.#checked.locate(path)) : error);
  }

  #warn(message: string, path: ConfigPath): void {
    this.warnings.push({ message, where: this.#checked.locate(path) });
  }
}
