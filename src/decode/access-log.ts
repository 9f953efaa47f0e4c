/** Lines of the pixel server's access log, in its own piped form or in the combined one. */

/** What both forms have in common, as text. */
export type AccessRecord = {
  readonly address: string;
  readonly time: string;
  /** `GET /plogger/?… HTTP/1.1` */
  readonly request: string;
  readonly status: string;
  /** `-` = none. */
  readonly userAgent: string;
};

const fieldSeparator = ' || ';

/**
 * Location, address, user, time, request, status, bytes, referer, agent, two unused, set-cookie,
 * request time.
 */
const pipedFields = 13;

/** Fields behind the user agent. */
const fieldsAfterAgent = 4;

/** A text in quotes, in which a backslash takes the next character with it. */
const quoted = String.raw`"([^"\\]*(?:\\.[^"\\]*)*)"`;

/** Address, two names, [time], "request", status, bytes, "referer", "agent", and what follows. */
const combined = new RegExp(
  String.raw`^(\S+) \S+ [^[]*\[([^\]]*)\] ${quoted} (\d{3}) \S+ ${quoted} ${quoted}(?: |$)`,
);

/** Cheap: whether it is worth trying. */
export function looksLikeAccessLog(line: string): boolean {
  return line.includes(fieldSeparator) || line.includes('] "');
}

/**
 * Undefined where the line has neither form, where it begins with a byte order mark, and where a
 * torn write left NUL bytes in it.
 */
export function recordFromLine(line: string): AccessRecord | undefined {
  if (line.startsWith('\ufeff') || line.includes('\0')) return undefined;
  return line.includes(fieldSeparator) ? pipedRecord(line) : combinedRecord(line);
}

function pipedRecord(line: string): AccessRecord | undefined {
  const fields = line.split(fieldSeparator);
  if (fields.length < pipedFields) return undefined;
  const [, address = '', , time = '', request = '', status = ''] = fields;
  if (!/^\d{3}$/.test(status)) return undefined;
  // Only an agent is free text, so fields too many are parts of it.
  const userAgent = fields.slice(8, fields.length - fieldsAfterAgent).join(fieldSeparator);
  return { address, time: time.trim(), request, status, userAgent };
}

function combinedRecord(line: string): AccessRecord | undefined {
  const match = combined.exec(line);
  if (match === null) return undefined;
  const [, address = '', time = '', request = '', status = '', , userAgent = ''] = match;
  return { address, time, request, status, userAgent };
}
