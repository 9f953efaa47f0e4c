/**
 * Raw pixel hits: what the fields of a line mean. A hit has no derived fields, so device, referrer
 * and campaign are told here from the agent, `urlref` and the page's own query.
 */
import { dayFromText, daySeconds } from '../base/calendar.ts';
import type { PageMetadata } from '../model/page-record.ts';
import type { AccessRecord } from './access-log.ts';
import type { DeviceReader } from './device.ts';
import { secondsFromActionTime, secondsFromServerTime } from './event-time.ts';
import type { NeededValues, RequiredValues } from './event-values.ts';
import type { BreakdownName, LogLine, SentSegmentName } from './log-line.ts';
import { cutAtQuery } from './normalise-url.ts';
import { metadataFromValues } from './page-metadata.ts';
import { isAbsent, objectFromText, valueAtPath } from './raw-values.ts';
import type { ReferrerReader } from './referrer.ts';
import { queryOfUrl } from './request-query.ts';
import type { Query } from './request-query.ts';

export type PixelFields = {
  readonly record: AccessRecord;
  /** The request's parameters. */
  readonly query: Pick<Query, 'get'>;
};

/** What is shared by all lines, because it remembers what it found out. */
export type PixelReaders = {
  readonly device: DeviceReader;
  readonly referrer: ReferrerReader;
};

/** Keys of `data` that are the tracker's own; all others are the site's extra data. */
const visitorKeys: ReadonlySet<string> = new Set(['parsely_uuid', 'parsely_site_uuid']);

export class PixelLine implements LogLine {
  readonly #record: AccessRecord;
  readonly #query: Pick<Query, 'get'>;
  readonly #readers: PixelReaders;
  /** Taken apart when they are first asked for. */
  #dataObject: Readonly<Record<string, unknown>> | undefined;
  #campaignQuery: Query | undefined;

  constructor({ record, query }: PixelFields, readers: PixelReaders) {
    this.#record = record;
    this.#query = query;
    this.#readers = readers;
  }

  site(): unknown {
    return this.#query.get('idsite');
  }

  needed(): NeededValues {
    const query = this.#query;
    const visitor = query.get('u');
    return {
      action: query.get('action'),
      url: query.get('url'),
      visitor: isAbsent(visitor) ? this.#data()?.parsely_site_uuid : visitor,
      id: query.get('rand'),
      time: secondsFromServerTime(this.#record.time),
      engagedSeconds: query.get('inc'),
      sessionNumber: query.get('sid'),
    };
  }

  /** The url as it was sent, with query and fragment. */
  identity({ visitor, action, id }: RequiredValues): readonly string[] {
    return [visitor, action, this.#query.get('url') ?? '', id];
  }

  /** What a server-side sender passes on, else the client's. */
  address(): unknown {
    const forwarded = this.#query.get('ip_address');
    return isAbsent(forwarded) ? this.#record.address : forwarded;
  }

  userAgent(): unknown {
    return this.#record.userAgent === '-' ? undefined : this.#record.userAgent;
  }

  isNamedRobot(): boolean {
    return false;
  }

  field(path: string, event: RequiredValues): unknown {
    return valueAtPath(this.#asDpl(event), path);
  }

  segment(name: SentSegmentName, { url }: RequiredValues): unknown {
    switch (name) {
      case 'device':
        return this.#readers.device(this.userAgent());
      case 'ref':
        return this.#readers.referrer.kindOf(this.#query.get('urlref') ?? '', url);
      case 'channel':
        return 'website';
    }
  }

  breakdown(name: BreakdownName): unknown {
    switch (name) {
      case 'ref_domain':
        return this.#readers.referrer.domainOf(this.#query.get('urlref') ?? '');
      case 'ref_url':
        return cutAtQuery(this.#query.get('urlref') ?? '');
      case 'country':
        return undefined;
      case 'utm_campaign':
      case 'utm_source':
      case 'utm_medium':
      case 'utm_term':
      case 'utm_content':
        return this.#campaign().get(name);
    }
  }

  page(): PageMetadata | undefined {
    return pageFromParameter(this.#query.get('metadata'));
  }

  #data(): Readonly<Record<string, unknown>> | undefined {
    this.#dataObject ??= objectFromText(this.#query.get('data'));
    return this.#dataObject;
  }

  #campaign(): Query {
    this.#campaignQuery ??= queryOfUrl(this.#query.get('url') ?? '');
    return this.#campaignQuery;
  }

  /** The names that a site's rules use are those of dpl; these are the ones that a hit has. */
  #asDpl(event: RequiredValues): Readonly<Record<string, unknown>> {
    const query = this.#query;
    const extraData = Object.entries(this.#data() ?? {}).filter(([key]) => !visitorKeys.has(key));
    return {
      ...Object.fromEntries(this.#campaign().entries()),
      apikey: query.get('idsite'),
      action: event.action,
      url: query.get('url'),
      url_clean: event.url,
      visitor_site_id: event.visitor,
      visitor_ip: this.address(),
      session_id: query.get('sid'),
      engaged_time_inc: query.get('inc'),
      referrer: query.get('urlref'),
      ref_category: this.segment('ref', event),
      ref_domain: this.breakdown('ref_domain'),
      ref_clean: this.breakdown('ref_url'),
      channel: this.segment('channel', event),
      ua_devicetype: this.segment('device', event),
      user_agent: this.userAgent(),
      extra_data: Object.fromEntries(extraData),
    };
  }
}

/** What the JSON of `metadata` says; undefined where that is nothing. */
export function pageFromParameter(text: string | undefined): PageMetadata | undefined {
  const sent = objectFromText(text);
  if (sent === undefined) return undefined;
  return metadataFromValues({
    title: sent.title,
    authors: listFromValue(sent.authors ?? sent.author),
    section: sent.section,
    tags: listFromValue(sent.tags),
    canonicalUrl: sent.canonical_url ?? sent.link,
    pageType: sent.page_type ?? sent.type,
    publishedMs: sent.pub_date_tmsp ?? millisecondsFromDate(sent.pub_date),
  });
}

/** Pages are tagged by hand: a single text stands for a list of one. */
function listFromValue(value: unknown): unknown {
  return typeof value === 'string' ? [value] : value;
}

/** A date, or a date with a time; of another form it counts as absent. */
function millisecondsFromDate(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  const day = dayFromText(text);
  const seconds = day === undefined ? secondsFromActionTime(text) : day * daySeconds;
  return seconds === undefined ? undefined : seconds * 1000;
}
