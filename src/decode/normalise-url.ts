/** The one spelling of a page's address, under which its events are counted. */

const scheme = /^[a-z][a-z0-9+.-]*:\/\//i;

const defaultPorts: readonly (readonly [string, string])[] = [
  ['http://', ':80'],
  ['https://', ':443'],
];

/**
 * Cuts at the first `?` or `#`; lowers scheme and host; drops user information and default port;
 * makes an empty path `/`. All else stays: escapes, dot segments, `//`, IDN. A text without
 * `scheme://` is only cut, so the result may be empty.
 */
export function normaliseUrl(url: string): string {
  const cut = cutAtQuery(url);
  return isPlain(cut) ? cut : rewritten(cut);
}

/** Up to the first `?` or `#`. */
export function cutAtQuery(url: string): string {
  const query = url.indexOf('?');
  const cut = query === -1 ? url : url.slice(0, query);
  const fragment = cut.indexOf('#');
  return fragment === -1 ? cut : cut.slice(0, fragment);
}

/**
 * True where nothing can be left to do: `http(s)://`, a host of lower-case letters, digits, dots
 * and hyphens, then a path. That is nearly every url, and it is told without a copy.
 */
function isPlain(url: string): boolean {
  let at = 0;
  if (url.startsWith('https://')) at = 8;
  else if (url.startsWith('http://')) at = 7;
  else return false;
  for (; at < url.length; at += 1) {
    const unit = url.charCodeAt(at);
    if (unit === 0x2f) return true;
    const isLetterOrDigit = (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39);
    if (!isLetterOrDigit && unit !== 0x2d && unit !== 0x2e) return false;
  }
  return false;
}

function rewritten(url: string): string {
  const schemeText = scheme.exec(url)?.[0];
  if (schemeText === undefined) return url;
  const slash = url.indexOf('/', schemeText.length);
  const pathFrom = slash === -1 ? url.length : slash;
  const authority = url.slice(schemeText.length, pathFrom);
  const lowerScheme = schemeText.toLowerCase();
  const host = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase();
  const path = url.slice(pathFrom);
  return lowerScheme + withoutDefaultPort(lowerScheme, host) + (path === '' ? '/' : path);
}

function withoutDefaultPort(schemeText: string, host: string): string {
  const port = defaultPorts.find(([name]) => name === schemeText)?.[1];
  return port !== undefined && host.endsWith(port) ? host.slice(0, -port.length) : host;
}
