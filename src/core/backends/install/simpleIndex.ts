import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { BACKEND_NOT_FOUND } from '../../errors/backends.js';
import { messageOf } from '../../text/words.js';
import { shownAddress, splitCredentials, withoutCredentials } from './credentials.js';
import type { InstallContext } from './progress.js';
import type { Wheel } from './wheels.js';

const JSON_INDEX = 'application/vnd.pypi.simple.v1+json';

/** What is used of a project's page (PEP 691). */
const PageSchema = Type.Object({
  files: Type.Array(Type.Object({ filename: Type.String(), url: Type.String() })),
});

/**
 * Finds wheels in a package index that answers in JSON (PEP 503 and 691).
 *
 * @param index - The address that the projects' pages lie under, e.g. http://127.0.0.1:8080/simple
 * @throws BACKEND_NOT_FOUND
 */
export async function locateInIndex(
  index: string,
  wheels: readonly Wheel[],
  { signal }: Pick<InstallContext, 'signal'>,
): Promise<readonly string[]> {
  return Promise.all(
    wheels.map(async ({ file, requirement }) => {
      const [project] = requirement.split('==');
      const missing = (reason: string, cause?: unknown): Error =>
        BACKEND_NOT_FOUND(
          { source: `The index '${shownAddress(index)}'`, reason, files: [file] },
          undefined,
          cause,
        );
      if (!/^https?:\/\//.test(index) || !URL.canParse(index))
        throw missing('it is no http or https address');
      const { address, authorization } = splitCredentials(`${index.replace(/\/+$/, '')}/${project}/`);
      const page = await read(address, authorization, signal).catch((error: unknown) => {
        signal.throwIfAborted();
        const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
        throw missing(withoutCredentials(messageOf(cause)), error);
      });
      if (!Value.Check(PageSchema, page)) throw missing('its answer is no project page (PEP 691)');
      const found = page.files.find(({ filename }) => filename === file);
      if (found === undefined) throw missing('it has no file of this name');
      const url = new URL(found.url, address);
      // A private index gives its files to the same user.
      const named = new URL(index);
      if (url.origin === named.origin && url.username === '') {
        url.username = named.username;
        url.password = named.password;
      }
      return url.href;
    }),
  );
}

async function read(
  address: URL,
  authorization: Record<string, string>,
  signal: AbortSignal,
): Promise<unknown> {
  const response = await fetch(address, { headers: { ...authorization, accept: JSON_INDEX }, signal });
  if (!response.ok) throw new Error(`it answers ${response.status} ${response.statusText}`.trimEnd());
  return response.json();
}
