/** Stands in front of a server and breaks single requests of HTTP, which toxiproxy cannot tell. */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export type HttpFault =
  /** Answers itself. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: string;
      /** Besides the type of content, which is XML else. */
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Breaks the connection; the server never sees the request. */
  | { readonly kind: 'drop' }
  /** Never answers, and leaves the connection as it is; the server may see the request. */
  | { readonly kind: 'silence'; readonly isPassed: boolean }
  /** Passes so many bytes of the body, then no more: the connection stays, or breaks. */
  | { readonly kind: 'stall' | 'cut'; readonly afterBytes: number }
  /** Asks for the whole where a part was asked for. */
  | { readonly kind: 'ignore_range' }
  /** Passes all of the body, changed; with another status than the server's, if one is given. */
  | {
      readonly kind: 'change';
      readonly status?: number;
      readonly body: (text: string) => string;
      readonly headers?: Readonly<Record<string, string>>;
    };

export type SeenRequest = {
  readonly method: string;
  /** With the query. */
  readonly url: string;
  readonly isListing: boolean;
  /** `bytes=100-`, where a part is asked for. */
  readonly range: string | undefined;
  /** The etag that an object must have to be given. */
  readonly ifMatch: string | undefined;
};

/**
 * Asked for every request; may do something first, such as replacing the object.
 * @param body of the request, as text.
 */
export type FaultChoice = (
  seen: SeenRequest,
  body: string,
) => HttpFault | undefined | Promise<HttpFault | undefined>;

export type FaultProxy = {
  /** `host:port` that clients are given instead of the server's. */
  readonly address: string;
  readonly requests: readonly SeenRequest[];
  /** All connections that there are stand still for good; new ones are well. */
  freeze(): void;
  close(): void;
};

export async function openFaultProxy(upstream: string, choose: FaultChoice): Promise<FaultProxy> {
  const requests: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  const frozen = new WeakSet<Socket>();
  const server = createServer((incoming, outgoing) => {
    const seen = seenFromRequest(incoming);
    requests.push(seen);
    const answer = async (): Promise<void> => {
      const body = await bodyOf(incoming);
      const fault = await choose(seen, body.toString());
      if (fault?.kind === 'drop') outgoing.destroy();
      if (fault?.kind === 'drop' || frozen.has(incoming.socket)) return;
      if (fault?.kind === 'answer') {
        outgoing.writeHead(fault.status, { 'content-type': 'application/xml', ...fault.headers });
        outgoing.end(fault.body);
      } else if (fault?.kind !== 'silence' || fault.isPassed) {
        pass({ incoming, outgoing, upstream, fault, body });
      }
    };
    // A client that gives up in the middle of its request is told nothing more.
    void answer().catch(() => outgoing.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    freeze() {
      for (const socket of sockets) frozen.add(socket);
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The body of an error as S3 writes it. */
export function s3ErrorBody(code: string): string {
  return `<?xml version="1.0"?><Error><Code>${code}</Code><Message>as told</Message></Error>`;
}

function seenFromRequest({ method = '', url = '', headers }: IncomingMessage): SeenRequest {
  const isListing = url.includes('list-type=2');
  return { method, url, isListing, range: headers.range, ifMatch: headers['if-match'] };
}

type Passing = {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly upstream: string;
  readonly fault: Exclude<HttpFault, { kind: 'answer' | 'drop' }> | undefined;
  readonly body: Buffer;
};

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** Headers go on as they are: they are signed. */
function pass({ incoming, outgoing, upstream, fault, body }: Passing): void {
  const { range, ...others } = incoming.headers;
  const headers = fault?.kind === 'ignore_range' || range === undefined ? others : incoming.headers;
  const [host = '', port] = upstream.split(':');
  const { url: path = '', method } = incoming;
  const asked = request({ host, port, path, method, headers }, (answer) => {
    // A server that ends in the middle of its answer takes the connection with it.
    void sendBack(answer, outgoing, fault).catch(() => outgoing.destroy());
  });
  asked.on('error', () => outgoing.destroy());
  asked.end(body);
}

async function sendBack(
  answer: IncomingMessage,
  outgoing: ServerResponse,
  fault: Passing['fault'],
): Promise<void> {
  const whole = await bodyOf(answer);
  if (fault?.kind === 'silence') return;
  const status = answer.statusCode ?? 500;
  if (fault?.kind === 'change') {
    const body = fault.body(whole.toString());
    const headers = { 'content-type': 'application/xml', ...fault.headers };
    outgoing.writeHead(fault.status ?? status, headers).end(body);
    return;
  }
  outgoing.writeHead(status, answer.headers);
  if (fault?.kind !== 'stall' && fault?.kind !== 'cut') {
    outgoing.end(whole);
    return;
  }
  outgoing.write(whole.subarray(0, fault.afterBytes), () => {
    if (fault.kind === 'cut') outgoing.destroy();
  });
}
