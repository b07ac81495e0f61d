import calibration from './calibration.js';
import classificationReport from './classificationReport.js';
import confusionMatrix from './confusionMatrix.js';

export const evaluatorPlugins = [confusionMatrix, classificationReport, calibration] as const;
