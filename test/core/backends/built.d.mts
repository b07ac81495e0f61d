export { installBackend } from '../../../src/core/backends/install/install.js';
