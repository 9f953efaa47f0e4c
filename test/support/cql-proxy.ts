/**
 * Stands in front of a Cassandra server and breaks single requests of its protocol (version 4),
 * which toxiproxy cannot tell: a write that was made and never answered, one that never arrived.
 */
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { CqlFrames, type CqlFrame } from './cql-frames.ts';

export type CqlFault = {
  /** Whether the server gets the request. */
  readonly isPassed: boolean;
  /** What the client gets in place of its answer. */
  readonly then: 'silence' | 'cut' | CqlError;
};

export type CqlError = 'overloaded' | 'write_timeout' | 'conditional_write_timeout';

export type SeenStatement = {
  /** Its text, of a batch that of the first. */
  readonly query: string;
  /** The request as it goes over the wire, values included. */
  readonly body: Buffer;
};

/** Asked for every statement; may do something first, such as ending the server. */
export type CqlFaultChoice = (
  seen: SeenStatement,
) => CqlFault | undefined | Promise<CqlFault | undefined>;

export type CqlProxy = {
  /** `host:port` that clients are given instead of the server's. */
  readonly address: string;
  /** Statements that the server has and has not answered. */
  readonly waiting: () => number;
  /** How often the server answered with each of its errors, by their code. */
  readonly errors: ReadonlyMap<number, number>;
  /** All connections that there are stand still for good; new ones are well. */
  freeze(): void;
  close(): void;
};

type Proxied = {
  readonly upstream: string;
  readonly choose: CqlFaultChoice;
  /** Texts of prepared statements by their id, which is the same on all connections. */
  readonly prepared: Map<string, string>;
  readonly errors: Map<number, number>;
};

export async function openCqlProxy(upstream: string, choose: CqlFaultChoice): Promise<CqlProxy> {
  const ways = new Set<CqlWay>();
  const proxied: Proxied = { upstream, choose, prepared: new Map(), errors: new Map() };
  const server = createServer((client) => {
    const way = new CqlWay(client, proxied);
    ways.add(way);
    client.once('close', () => ways.delete(way));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    waiting: () => [...ways].reduce((sum, way) => sum + way.waiting.size, 0),
    errors: proxied.errors,
    freeze() {
      for (const way of ways) way.freeze();
    },
    close() {
      for (const way of ways) way.end();
      server.close();
    },
  };
}

const opcodes = { error: 0, query: 7, result: 8, prepare: 9, execute: 10, batch: 13 } as const;

/** `kind` of a result that names a prepared statement. */
const resultPrepared = 4;

/** One connection of a client with its own to the server. */
class CqlWay {
  /** Numbers of the statements that were passed on and not yet answered. */
  readonly waiting = new Set<number>();
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #proxied: Proxied;
  readonly #preparing = new Map<number, string>();
  /** By number of the request: what its answer becomes. */
  readonly #faults = new Map<number, CqlFault['then']>();
  #isFrozen = false;
  #last: Promise<void> = Promise.resolve();

  constructor(client: Socket, proxied: Proxied) {
    this.#client = client;
    this.#proxied = proxied;
    const [host = '', port] = proxied.upstream.split(':');
    this.#server = connect({ host, port: Number(port) });
    const [requests, answers] = [new CqlFrames(), new CqlFrames()];
    client.on('data', (bytes) => {
      // One after another, as they came, whatever `choose` waits for.
      for (const frame of requests.add(bytes)) {
        this.#last = this.#last.then(() => this.#request(frame));
      }
    });
    this.#server.on('data', (bytes) => {
      for (const frame of answers.add(bytes)) this.#answer(frame);
    });
    for (const socket of [client, this.#server]) {
      socket.on('error', () => this.end());
      socket.on('close', () => this.end());
    }
  }

  freeze(): void {
    this.#isFrozen = true;
  }

  end(): void {
    if (this.#isFrozen) return;
    this.#client.destroy();
    this.#server.destroy();
  }

  async #request(frame: CqlFrame): Promise<void> {
    if (this.#isFrozen) return;
    const query = this.#queryOf(frame);
    if (frame.opcode === opcodes.prepare) this.#preparing.set(frame.stream, query ?? '');
    const isStatement = query !== undefined && frame.opcode !== opcodes.prepare;
    const fault = isStatement ? await this.#proxied.choose({ query, body: frame.body }) : undefined;
    if (isStatement && fault?.isPassed !== false) this.waiting.add(frame.stream);
    if (fault === undefined) this.#send(this.#server, frame.bytes);
    else if (fault.isPassed) {
      this.#faults.set(frame.stream, fault.then);
      this.#send(this.#server, frame.bytes);
    } else this.#replace(frame.stream, fault.then);
  }

  #answer(frame: CqlFrame): void {
    if (this.#isFrozen) return;
    this.waiting.delete(frame.stream);
    if (frame.opcode === opcodes.error) this.#count(frame.body.readInt32BE(0));
    const query = this.#preparing.get(frame.stream);
    this.#preparing.delete(frame.stream);
    const isPrepared =
      frame.opcode === opcodes.result && frame.body.readInt32BE(0) === resultPrepared;
    if (query !== undefined && isPrepared) {
      this.#proxied.prepared.set(shortBytesAt(frame.body, 4).toString('hex'), query);
    }
    const fault = this.#faults.get(frame.stream);
    this.#faults.delete(frame.stream);
    if (fault === undefined) this.#send(this.#client, frame.bytes);
    else this.#replace(frame.stream, fault);
  }

  #count(error: number): void {
    const { errors } = this.#proxied;
    errors.set(error, (errors.get(error) ?? 0) + 1);
  }

  #replace(stream: number, fault: CqlFault['then']): void {
    if (fault === 'silence') return;
    if (fault === 'cut') this.end();
    else this.#send(this.#client, errorFrame(stream, fault));
  }

  #send(socket: Socket, bytes: Buffer): void {
    if (!socket.destroyed) socket.write(bytes);
  }

  #queryOf({ opcode, body }: CqlFrame): string | undefined {
    const { prepared } = this.#proxied;
    switch (opcode) {
      case opcodes.query:
      case opcodes.prepare:
        return longTextAt(body, 0);
      case opcodes.execute:
        return prepared.get(shortBytesAt(body, 0).toString('hex')) ?? '';
      case opcodes.batch:
        // The kind of batch, the number of statements, and of the first whether it is prepared.
        return body.readUInt8(3) === 0
          ? longTextAt(body, 4)
          : (prepared.get(shortBytesAt(body, 4).toString('hex')) ?? '');
      default:
        return undefined;
    }
  }
}

function longTextAt(body: Buffer, at: number): string {
  return body.toString('utf8', at + 4, at + 4 + body.readInt32BE(at));
}

function shortBytesAt(body: Buffer, at: number): Buffer {
  return body.subarray(at + 2, at + 2 + body.readUInt16BE(at));
}

/** Code, message, and what else an error of its kind tells. */
const errorsOfServer: Readonly<Record<CqlError, readonly [code: number, more: Buffer]>> = {
  overloaded: [0x1001, Buffer.alloc(0)],
  write_timeout: [0x1100, timedOut('SIMPLE')],
  conditional_write_timeout: [0x1100, timedOut('CAS')],
};

/** Consistency QUORUM, no answer received, one needed, kind of write. */
function timedOut(kind: string): Buffer {
  return Buffer.concat([Buffer.from([0, 4, 0, 0, 0, 0, 0, 0, 0, 1]), shortText(kind)]);
}

function errorFrame(stream: number, error: CqlError): Buffer {
  const [code, more] = errorsOfServer[error];
  const number = Buffer.alloc(4);
  number.writeInt32BE(code);
  const body = Buffer.concat([number, shortText('as told'), more]);
  const head = Buffer.from([0x84, 0, 0, 0, opcodes.error, 0, 0, 0, 0]);
  head.writeInt16BE(stream, 2);
  head.writeInt32BE(body.length, 5);
  return Buffer.concat([head, body]);
}

function shortText(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([0, bytes.length]), bytes]);
}
