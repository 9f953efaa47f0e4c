/** Where a visit came from, told from the address of the page before: tldts and our own lists. */
import { createRequire } from 'node:module';
import type * as Tldts from 'tldts';
import type { segments } from '../model/segments.ts';
import { BoundedCache } from './bounded-cache.ts';
import { referrerLists } from './referrer-lists.ts';

export type ReferrerKind = Extract<(typeof segments)[number], { name: 'ref' }>['values'][number];

export type ReferrerReader = {
  /** `referrer` and `pageUrl` as texts; an empty referrer is none. */
  kindOf(referrer: string, pageUrl: string): ReferrerKind;
  /** Registrable domain by the public suffix list (its ICANN part), in lower case. */
  domainOf(referrer: string): string | undefined;
  /** What both are told from. */
  originOf(url: string): Origin;
};

export type Origin = { readonly kind: ReferrerKind; readonly domain: string | undefined };

const load = createRequire(import.meta.url);

/** Loaded for the first address of a hit: it takes 31 ms of every thread (measured). */
let tldts: typeof Tldts | undefined;

export function createReferrerReader(): ReferrerReader {
  const kinds = new Map(
    Object.entries(referrerLists).flatMap(([kind, names]) =>
      names.map((name) => [name, kind as ReferrerKind] as const),
    ),
  );
  const origins = new BoundedCache<Origin>((url) => originOfUrl(url, kinds));
  return {
    kindOf: (referrer, pageUrl) =>
      kindOfVisit(
        referrer === '' ? undefined : origins.valueOf(referrer),
        origins.valueOf(pageUrl),
      ),
    domainOf: (referrer) => (referrer === '' ? undefined : origins.valueOf(referrer).domain),
    originOf: (url) => origins.valueOf(url),
  };
}

/** @param referrer undefined = there is none. */
export function kindOfVisit(referrer: Origin | undefined, page: Origin): ReferrerKind {
  if (referrer === undefined) return 'direct';
  const isInternal = referrer.domain !== undefined && referrer.domain === page.domain;
  return isInternal ? 'internal' : referrer.kind;
}

function loadedTldts(): typeof Tldts {
  tldts ??= load('tldts') as typeof Tldts;
  return tldts;
}

function originOfUrl(url: string, kinds: ReadonlyMap<string, ReferrerKind>): Origin {
  const { hostname, domain, publicSuffix } = loadedTldts().parse(url);
  const kind = kindOfHost(hostname ?? '', publicSuffix ?? '', kinds);
  return { kind, domain: domain ?? undefined };
}

/**
 * The longest listed name that the host is, or lies under: `news.google.com` before `google.*`.
 * `.*` stands for any public suffix.
 */
function kindOfHost(
  host: string,
  suffix: string,
  kinds: ReadonlyMap<string, ReferrerKind>,
): ReferrerKind {
  const hasSuffix = suffix !== '' && host.endsWith(`.${suffix}`);
  for (let name = host; name !== ''; name = withoutFirstLabel(name)) {
    const anySuffix =
      hasSuffix && name.length > suffix.length ? `${name.slice(0, -suffix.length)}*` : name;
    const kind = kinds.get(name) ?? kinds.get(anySuffix);
    if (kind !== undefined) return kind;
  }
  return 'other';
}

function withoutFirstLabel(host: string): string {
  const dot = host.indexOf('.');
  return dot === -1 ? '' : host.slice(dot + 1);
}
