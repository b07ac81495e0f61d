import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';

/** What was asked of a server: `GET /file bytes=10-`. */
export interface FileServer {
  readonly url: string;
  readonly asked: readonly string[];
  /** The `authorization` of each request, or an empty text. */
  readonly authorizations: readonly string[];
}

export interface ServedFile {
  readonly contents: Uint8Array | string;
  readonly type?: string;
  /** Cuts each of the first connections after so many bytes of its answer. */
  readonly cuts?: readonly number[];
  /** Answers with the whole file whatever part is asked for. */
  readonly noRanges?: boolean;
  /** Sends so many bytes and then nothing more, with the connection open. */
  readonly hangsAfter?: number;
}

/** Serves files on 127.0.0.1 for the length of a test; a number is the status that is answered. */
export async function serveFiles(files: Readonly<Record<string, ServedFile | number>>): Promise<FileServer> {
  const asked: string[] = [];
  const authorizations: string[] = [];
  const times = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    asked.push(`${request.method ?? ''} ${path} ${request.headers.range ?? ''}`.trimEnd());
    authorizations.push(request.headers.authorization ?? '');
    const file = files[path] ?? 404;
    const time = times.get(path) ?? 0;
    times.set(path, time + 1);
    answer(request, response, file, time);
  });
  const port = await listen(server);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${port}`, asked, authorizations };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  file: ServedFile | number,
  time: number,
): void {
  if (typeof file === 'number') {
    response.writeHead(file).end();
    return;
  }
  const { contents, type = 'application/octet-stream', cuts = [], noRanges = false, hangsAfter } = file;
  const whole = Buffer.from(contents);
  const start = noRanges ? 0 : Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const body = whole.subarray(start);
  response.writeHead(start > 0 ? 206 : 200, {
    'content-type': type,
    'content-length': body.length,
    ...(start > 0 && { 'content-range': `bytes ${start}-${whole.length - 1}/${whole.length}` }),
  });
  if (hangsAfter !== undefined) response.write(body.subarray(0, hangsAfter));
  else if (time < cuts.length) response.write(body.subarray(0, cuts[time]), () => response.destroy());
  else response.end(body);
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('The server has no port.');
      resolve(address.port);
    });
  });
}
