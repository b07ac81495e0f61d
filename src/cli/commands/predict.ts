import { Args } from '@oclif/core';
import { usageErrors } from '../../core/errors/usage.js';
import { loadPredictor } from '../../core/experiment/predict.js';
import { findRun } from '../../core/runs/find.js';
import { builtInRegistry } from '../../plugins/index.js';
import { readClip } from '../clipValues.js';
import { figure } from '../figures.js';
import { IntoneCommand } from '../intoneCommand.js';
import { plainTable } from '../plainTable.js';
import { runArgument, runsFlag, runsFolder } from '../runsFolder.js';

interface Prediction {
  readonly clip: string;
  readonly label: string;
  readonly probabilities: Readonly<Record<string, number>>;
  /** Length as recorded. */
  readonly seconds: number;
}

/** How many of the less probable classes the table names; `--json` has them all. */
const SHOWN_OTHERS = 2;

export default class Predict extends IntoneCommand {
  static override description = 'say what a kept model hears in recordings';
  static override examples = [
    '<%= config.bin %> predict latest clip.wav',
    '<%= config.bin %> predict 3fa2 *.wav --json',
  ];
  static override args = {
    run: runArgument,
    clips: Args.string({ required: true, multiple: true, ignoreStdin: true, description: 'audio files' }),
  };
  static override flags = { runs: runsFlag };

  async run(): Promise<readonly Prediction[]> {
    const { args, flags } = await this.parse(Predict);
    const run = await findRun(args.run, await runsFolder(flags.runs));
    const predictor = await loadPredictor(run, builtInRegistry(), (message) => {
      this.logToStderr(`warning: ${message}`);
    });
    const predictions: Prediction[] = [];
    for (const clip of args.clips) {
      const heard = await predictor.predict(await readClip(clip), clip);
      if (!heard.usable) throw usageErrors.CLIP_FILE_UNUSABLE({ clip, ...heard });
      const { label, probabilities, seconds } = heard;
      predictions.push({ clip, label, probabilities, seconds });
    }
    predictor.dispose();
    this.log(predictionTable(predictions));
    return predictions;
  }
}

function predictionTable(predictions: readonly Prediction[]): string {
  return plainTable(
    ['clip', 'heard', 'probability', 'next'],
    predictions.map(({ clip, probabilities }) => {
      const [[label, probability], ...others] = Object.entries(probabilities).sort(([, a], [, b]) => b - a);
      const next = others.slice(0, SHOWN_OTHERS).map(([name, value]) => `${name} ${figure(value)}`);
      return [clip, label, figure(probability), next.join(', ')];
    }),
  );
}
