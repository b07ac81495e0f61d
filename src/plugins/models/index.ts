import cnnBilstm from './cnnBilstm.js';
import lda from './lda/index.js';
import mlp from './mlp.js';
import twoBranch from './twoBranch/index.js';

export const modelPlugins = [cnnBilstm, lda, mlp, twoBranch] as const;
