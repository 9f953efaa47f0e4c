/**
 * Looks for a visitor through every byte of a folder: his id and the hash by which sketches know
 * him, as they are and as text, in the files themselves and in what Parquet files hold once their
 * columns are decompressed.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { murmur3, murmur3Words } from '../../src/base/murmur3.ts';

/** Byte sequences by what they are. */
export type Forms = Readonly<Record<string, Buffer>>;

export function formsOfVisitor(visitor: string): Forms {
  const id = Buffer.from(visitor);
  murmur3(id);
  const little = Buffer.alloc(8);
  little.writeUInt32LE(murmur3Words[0] as number, 0);
  little.writeUInt32LE(murmur3Words[1] as number, 4);
  const big = Buffer.from(little).reverse();
  return {
    ...{ id, 'big endian hash': big, 'little endian hash': little },
    'id in hex': Buffer.from(id.toString('hex')),
    'id in base64': Buffer.from(id.toString('base64').replaceAll('=', '')),
    'hash in hex': Buffer.from(big.toString('hex')),
    'little endian hash in hex': Buffer.from(little.toString('hex')),
    'signed hash': Buffer.from(String(big.readBigInt64BE())),
    'unsigned hash': Buffer.from(String(big.readBigUInt64BE())),
  };
}

/** `file: form` of everything that was found. */
export async function findBytes(folder: string, forms: Forms): Promise<readonly string[]> {
  const found: string[] = [];
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(folder, name);
    if (!statSync(path).isFile()) continue;
    found.push(...findIn(readFileSync(path), forms).map((form) => `${name}: ${form}`));
    if (!name.endsWith('.parquet')) continue;
    for (const bytes of await columnsOf(connection, path)) {
      found.push(...findIn(bytes, forms).map((form) => `${name}, decompressed: ${form}`));
    }
  }
  connection.closeSync();
  instance.closeSync();
  return [...new Set(found)];
}

function findIn(bytes: Buffer, forms: Forms): readonly string[] {
  return Object.entries(forms).flatMap(([form, sought]) => (bytes.includes(sought) ? [form] : []));
}

/** The values of every column one behind the other: numbers and lists as text, blobs as bytes. */
async function columnsOf(connection: DuckDBConnection, path: string): Promise<readonly Buffer[]> {
  const file = `read_parquet('${path.replaceAll("'", "''")}')`;
  const described = await connection.runAndReadAll(`describe select * from ${file}`);
  const columns: Buffer[] = [];
  for (const [column, type] of described.getRowsJson()) {
    const name = `"${(column as string).replaceAll('"', '""')}"`;
    const value = type === 'BLOB' ? `hex(${name})` : `${name}::varchar`;
    const read = await connection.runAndReadAll(`select ${value} from ${file}`);
    const texts = read.getRowsJson().map(([text]) => (text ?? '') as string);
    columns.push(Buffer.from(texts.join('\n')));
    if (type === 'BLOB') columns.push(Buffer.from(texts.join(''), 'hex'));
  }
  return columns;
}
