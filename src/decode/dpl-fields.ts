/**
 * Data Pipeline events: what the fields of a line mean. How they were got out of the line is not
 * known here, so that a faster scanner can take the place of JSON.parse.
 */
import type { PageMetadata } from '../model/page-record.ts';
import { segments } from '../model/segments.ts';
import { secondsFromActionTime, secondsFromMilliseconds } from './event-time.ts';
import type { NeededValues, RequiredValues } from './event-values.ts';
import type { BreakdownName, LogLine, SentSegmentName } from './log-line.ts';
import { metadataFromValues } from './page-metadata.ts';
import { isAbsent, valueAtPath } from './raw-values.ts';

/** Every field that is read here. A site's own rules may name others (`fieldsOfRules`). */
export const dplFieldNames = [
  ...['apikey', 'action', 'event_id', 'url_clean', 'url', 'visitor_site_id', 'session_id'],
  ...['ts_action', 'timestamp_info_override_ms', 'timestamp_info_nginx_ms', 'engaged_time_inc'],
  ...['ua_devicetype', 'ua_browser', 'user_agent', 'visitor_ip', 'channel', 'ip_country'],
  ...['ref_category', 'ref_domain', 'ref_clean', 'referrer'],
  ...['utm_campaign', 'utm_source', 'utm_medium', 'utm_term', 'utm_content'],
  ...['metadata', 'metadata_title', 'metadata_authors', 'metadata_section', 'metadata_tags'],
  ...['metadata_canonical_url', 'metadata_page_type', 'metadata_pub_date_tmsp'],
] as const;

type DplFieldName = (typeof dplFieldNames)[number];

/** Values as JSON.parse gives them: of duplicate keys the last. Other fields may be there too. */
export type DplFields = { readonly [Name in DplFieldName]?: unknown };

const referrerKinds: ReadonlySet<unknown> = new Set(
  segments.find(({ name }) => name === 'ref')?.values,
);

export class DplLine implements LogLine {
  readonly #fields: DplFields;

  constructor(fields: DplFields) {
    this.#fields = fields;
  }

  site(): unknown {
    return this.#fields.apikey;
  }

  needed(): NeededValues {
    const fields = this.#fields;
    return {
      action: fields.action,
      url: firstPresent(fields.url_clean, fields.url),
      visitor: fields.visitor_site_id,
      id: fields.event_id,
      time: timeOfFields(fields),
      engagedSeconds: fields.engaged_time_inc,
      sessionNumber: fields.session_id,
    };
  }

  identity({ id }: RequiredValues): string {
    return id;
  }

  address(): unknown {
    return this.#fields.visitor_ip;
  }

  userAgent(): unknown {
    return this.#fields.user_agent;
  }

  isNamedRobot(): boolean {
    return this.#fields.ua_browser === 'Googlebot';
  }

  field(path: string): unknown {
    return valueAtPath(this.#fields, path);
  }

  segment(name: SentSegmentName): unknown {
    switch (name) {
      case 'device':
        return this.#fields.ua_devicetype;
      case 'ref':
        return referrerKindOfFields(this.#fields);
      case 'channel':
        return this.#fields.channel;
    }
  }

  /** Case by case: a field looked up by a name that varies takes several times as long. */
  breakdown(name: BreakdownName): unknown {
    const fields = this.#fields;
    switch (name) {
      case 'ref_domain':
        return fields.ref_domain;
      case 'ref_url':
        return referrerUrlOfFields(fields);
      case 'utm_campaign':
        return fields.utm_campaign;
      case 'utm_source':
        return fields.utm_source;
      case 'utm_medium':
        return fields.utm_medium;
      case 'utm_term':
        return fields.utm_term;
      case 'utm_content':
        return fields.utm_content;
      case 'country':
        return fields.ip_country;
    }
  }

  page(): PageMetadata | undefined {
    const fields = this.#fields;
    if (fields.metadata !== true) return undefined;
    return metadataFromValues({
      title: fields.metadata_title,
      authors: fields.metadata_authors,
      section: fields.metadata_section,
      tags: fields.metadata_tags,
      canonicalUrl: fields.metadata_canonical_url,
      pageType: fields.metadata_page_type,
      publishedMs: fields.metadata_pub_date_tmsp,
    });
  }
}

function firstPresent(first: unknown, second: unknown): unknown {
  return isAbsent(first) ? second : first;
}

/** The first present of three decides, even where it cannot be read. */
function timeOfFields(fields: DplFields): number | undefined {
  const { ts_action: sent } = fields;
  if (!isAbsent(sent)) return typeof sent === 'string' ? secondsFromActionTime(sent) : undefined;
  return secondsFromMilliseconds(
    firstPresent(fields.timestamp_info_override_ms, fields.timestamp_info_nginx_ms),
  );
}

/** Where nothing tells the origin of a visit and its kind is unknown too, it came directly. */
export function referrerKindOfFields({
  ref_category: kind,
  ref_domain,
  referrer,
}: DplFields): unknown {
  const isOriginKnown = !isAbsent(referrer) || !isAbsent(ref_domain);
  return isOriginKnown || referrerKinds.has(kind) ? kind : 'direct';
}

/** `ref_clean`, else the referrer up to its query. */
export function referrerUrlOfFields({ ref_clean: clean, referrer }: DplFields): unknown {
  if (!isAbsent(clean) || typeof referrer !== 'string') return firstPresent(clean, referrer);
  const query = referrer.indexOf('?');
  return query === -1 ? referrer : referrer.slice(0, query);
}
