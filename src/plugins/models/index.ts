import cnnBilstm from './cnnBilstm.js';
import mlp from './mlp.js';
import twoBranch from './twoBranch/index.js';

export const modelPlugins = [cnnBilstm, mlp, twoBranch] as const;
