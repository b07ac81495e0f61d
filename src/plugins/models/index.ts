import cnnBilstm from './cnnBilstm.js';
import mlp from './mlp.js';

export const modelPlugins = [cnnBilstm, mlp] as const;
