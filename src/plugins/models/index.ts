import cnnBilstm from './cnnBilstm.js';
import lda from './lda/index.js';
import mlp from './mlp.js';
import svm from './svm/index.js';
import twoBranch from './twoBranch/index.js';

export const modelPlugins = [cnnBilstm, lda, mlp, svm, twoBranch] as const;
