import { defineError, EXIT } from './entry.js';
import type { CatalogueEntry } from './entry.js';
import { listed } from '../text/words.js';

export const BACKEND_NOT_INSTALLABLE = defineError(
  'BACKEND_NOT_INSTALLABLE',
  'The backend that is to be installed or removed is none that can be.',
  (p: { name: string; names: readonly string[]; nearest: string | undefined }) => ({
    message: `'${p.name}' is no backend that can be installed.`,
    allowed: `${p.names.join(', ')}.`,
    hint:
      p.nearest === undefined
        ? "The others are part of intone: see 'intone plugins'."
        : `Did you mean '${p.nearest}'?`,
  }),
);

export const BACKEND_NOT_INSTALLED = defineError(
  'BACKEND_NOT_INSTALLED',
  'The backend that is to be removed was not installed by intone.',
  (p: { name: string; folder: string; project: string | null }) => ({
    message: `intone has not installed '${p.name}': nothing of it lies in '${p.folder}'.`,
    hint:
      p.project === null
        ? "'intone backend list' shows what is installed."
        : `It is a dependency of the project, in '${p.project}': remove it there with npm.`,
  }),
);

export const BACKEND_BUSY = defineError(
  'BACKEND_BUSY',
  'Another process is installing or removing a backend.',
  (p: { folder: string }) => ({
    message: `Another process is installing or removing a backend in '${p.folder}'.`,
    hint: "Wait until it has ended, or stop it. The file 'lock' there names it; where it ran on a machine that is gone, remove that file.",
  }),
);

export const BACKEND_NO_ROOM = defineError(
  'BACKEND_NO_ROOM',
  'The disk has less room than installing a backend takes, or got full meanwhile.',
  (p: { folder: string; needed: string; free: string }) => ({
    message: `Installing takes ${p.needed} in '${p.folder}', and ${p.free} are free there.`,
    hint: 'Make room, or name a folder on another disk with INTONE_BACKENDS (set it for runs too).',
  }),
);

export const BACKEND_FOLDER_REFUSED = defineError(
  'BACKEND_FOLDER_REFUSED',
  'The operating system does not let the folder of the backends be written to.',
  (p: { folder: string; reason: string }) => ({
    message: `Cannot install or remove backends in '${p.folder}': ${p.reason}.`,
    hint: 'Mend the permissions, or name another folder with INTONE_BACKENDS (set it for runs too).',
  }),
);

export const BACKEND_NO_NPM = defineError(
  'BACKEND_NO_NPM',
  'npm, which brings the JavaScript part of a backend, is not there or does not start.',
  (p: { reason: string }) => ({
    message: `npm does not start here (${p.reason}), and it brings the JavaScript part of the backend.`,
    hint: 'Install npm (it comes with Node), and see that it is on the PATH.',
  }),
);

export const BACKEND_NPM_FAILED = defineError(
  'BACKEND_NPM_FAILED',
  'npm could not fetch the JavaScript part of a backend.',
  (p: { package: string; reason: string }) => ({
    message: `npm could not fetch ${p.package}: ${p.reason}.`,
    hint: `Try 'npm view ${p.package}': it says whether npm reaches its registry.`,
  }),
);

export const BACKEND_PLATFORM = defineError(
  'BACKEND_PLATFORM',
  "A backend's own installer failed, and there is no other way on this platform.",
  (p: { name: string; platform: string; reason: string }) => ({
    message: `The own installer of '${p.name}' failed (${p.reason}), and on ${p.platform} there is no other way.`,
    allowed: 'TensorFlow from its Python wheel: linux-x64.',
    hint: "Mend what the installer says, or train with 'wasm'.",
  }),
);

export const BACKEND_NO_COMPILER = defineError(
  'BACKEND_NO_COMPILER',
  'There is no C++ compiler to bind TensorFlow to Node with.',
  (p: { tried: readonly string[] }) => ({
    message: `No C++ compiler is here (tried ${listed(p.tried)}), and it takes one to bind TensorFlow to Node.`,
    hint: "Install one: 'apt-get install g++', 'dnf install gcc-c++', 'apk add g++'; or name yours in the environment variable CXX.",
  }),
);

export const BACKEND_COMPILE_FAILED = defineError(
  'BACKEND_COMPILE_FAILED',
  'The C++ compiler failed to bind TensorFlow to Node.',
  (p: { compiler: string; output: string }) => ({
    message: `'${p.compiler}' failed to bind TensorFlow to Node:\n${p.output}`,
    hint: 'It has to know C++17: GCC 9 or Clang 10, or later. Name another one in the environment variable CXX.',
  }),
);

export const BACKEND_FILE_MISSING = defineError(
  'BACKEND_FILE_MISSING',
  'What --from names is not there, or lacks a wheel that the backend needs.',
  (p: { from: string; missing: readonly string[] }) => ({
    message: `'${p.from}' has no ${listed(p.missing)}.`,
    allowed: 'A wheel of this name, or a folder with all of them.',
    hint: "'pip download' gets them on a machine with a network: see docs/guide/backends.md.",
  }),
);

export const BACKEND_WRONG_FILE = defineError(
  'BACKEND_WRONG_FILE',
  'A wheel is not the one that intone knows, byte for byte.',
  (p: { file: string; expected: string; found: string }) => ({
    message: `'${p.file}' is not the file that intone knows: its SHA-256 is ${p.found}.`,
    allowed: `SHA-256 ${p.expected}.`,
    hint: 'It is damaged or another build. Nothing of it was used; get it from another place.',
  }),
);

export const BACKEND_BAD_WHEEL = defineError(
  'BACKEND_BAD_WHEEL',
  'A wheel cannot be unpacked, or lacks what a backend needs.',
  (p: { file: string; reason: string }) => ({
    message: `Cannot unpack '${p.file}': ${p.reason}.`,
    hint: 'Get it anew.',
  }),
);

export const BACKEND_NO_SOURCE = defineError(
  'BACKEND_NO_SOURCE',
  'Nothing says where to download TensorFlow from.',
  (p: { files: readonly string[] }) => ({
    message: 'There is no pip here to say where Python packages come from, and no index was named.',
    hint:
      `Install pip, or name a package index with --index URL or PIP_INDEX_URL, ` +
      `or give ${listed(p.files)} with --from.`,
  }),
);

export const BACKEND_NOT_FOUND = defineError(
  'BACKEND_NOT_FOUND',
  'The package index, or pip, does not lead to the wheel of a backend.',
  (p: { source: string; reason: string; files: readonly string[] }) => ({
    message: `${p.source} does not lead to ${listed(p.files)}: ${p.reason}.`,
    hint: 'Name another index with --index URL, or give the file with --from.',
  }),
);

export const BACKEND_DOWNLOAD_FAILED = defineError(
  'BACKEND_DOWNLOAD_FAILED',
  'The download of a backend broke off and did not go on after several attempts.',
  (p: { url: string; reason: string; kept: string | null; requirement: string }) => ({
    message: `Cannot download ${p.url}: ${p.reason}.`,
    hint:
      (p.kept === null ? '' : `${p.kept} are kept: the same command goes on from there. `) +
      `Behind a proxy, get it with 'pip download --no-deps ${p.requirement}' (see docs/guide/backends.md) and give it with --from.`,
  }),
);

export const BACKEND_DOES_NOT_COMPUTE = defineError(
  'BACKEND_DOES_NOT_COMPUTE',
  'A backend was put together, but it does not load or computes wrongly.',
  (p: { name: string; reason: string }) => ({
    message: `'${p.name}' was put together, but it does not compute here: ${p.reason}.`,
    hint: "Nothing was installed. Train with 'wasm', and tell where you got intone from, with what 'intone doctor' prints.",
  }),
);

export const BACKEND_NO_CARD = defineError(
  'BACKEND_NO_CARD',
  'The backend for a CUDA card is installed, and finds no card that it can use.',
  (p: { name: string; processor: string }) => ({
    message: `The backend '${p.name}' finds no CUDA card that it can use, although a driver for one is here.`,
    hint:
      `Train on the processor with --set backend.use=${p.processor} (or wasm). 'nvidia-smi' says whether the driver works ` +
      `and which cards it shows; CUDA_VISIBLE_DEVICES may hide them; TF_CPP_MIN_LOG_LEVEL=0 shows what TensorFlow says.`,
  }),
);

export const BACKEND_INSTALL_STOPPED = defineError(
  'BACKEND_INSTALL_STOPPED',
  'Installing a backend was stopped with Ctrl-C before it was done.',
  (p: { name: string; kept: string | null }) => ({
    message: `Stopped: '${p.name}' is not installed.`,
    hint:
      p.kept === null
        ? 'Nothing was kept; start it again.'
        : `${p.kept} of its download are kept: 'intone backend install ${p.name}' goes on from there, 'intone backend remove ${p.name}' clears them away.`,
  }),
  EXIT.interrupted,
);

export const backendErrors = {
  BACKEND_NOT_INSTALLABLE,
  BACKEND_NOT_INSTALLED,
  BACKEND_BUSY,
  BACKEND_NO_ROOM,
  BACKEND_FOLDER_REFUSED,
  BACKEND_NO_NPM,
  BACKEND_NPM_FAILED,
  BACKEND_PLATFORM,
  BACKEND_NO_COMPILER,
  BACKEND_COMPILE_FAILED,
  BACKEND_FILE_MISSING,
  BACKEND_WRONG_FILE,
  BACKEND_BAD_WHEEL,
  BACKEND_NO_SOURCE,
  BACKEND_NOT_FOUND,
  BACKEND_DOWNLOAD_FAILED,
  BACKEND_DOES_NOT_COMPUTE,
  BACKEND_NO_CARD,
  BACKEND_INSTALL_STOPPED,
} satisfies Readonly<Record<string, CatalogueEntry>>;
