/** A Data Pipeline event with every key of schema 2.3.0, some 3.6 KB, in the published order. */
import { rawShare } from './lean-line.ts';
import type { Page } from './pages.ts';
import type { Spelled } from './python-json.ts';
import { escapeNonAscii, membersOf } from './python-json.ts';
import type { Random } from './random.ts';
import type { Campaign, Referrer } from './referrers.ts';
import { actionTime, plainTime } from './time-texts.ts';
import { addressKeys, linkKeys, visitKeys } from './visit-keys.ts';
import type { SimulatedEvent } from './visits.ts';

/** Pieces that many lines share. Weak, so that they go when the page or the referrer does. */
const pagePieces = new WeakMap<Page, { readonly metadata: Spelled; readonly address: Spelled }>();
const referrerPieces = new WeakMap<Referrer, Spelled>();
const campaignPieces = new WeakMap<Campaign, Spelled>();

export function fullLine(event: SimulatedEvent, random: Random): string {
  const spelling = random.chance(rawShare) ? 'raw' : 'escaped';
  const { visit, page, action, query } = event;
  const ofVisit = visitKeys(visit);
  const ofPage = pageKeys(page);
  const url = query === '' ? ofPage.address : addressKeys('url', `${page.url}?${query}`);
  const id = `0x${random.hex()}${random.hex()}${random.hex()}${random.hex()}`;
  const video = action.startsWith('v') ? `"${random.word()}"` : 'null';
  return (
    `{"action": "${textInside(action, spelling)}", "apikey": "${visit.site.site}", ` +
    `"campaign_id": null, ${ofVisit.display[spelling]}, ` +
    `"engaged_time_inc": ${event.engagedSeconds}, "event_id": "${id}", ` +
    `${ofVisit.extra[spelling]}, ${ofPage.metadata[spelling]}, ` +
    `"pageload_id": "${random.word()}", "pageview_id": "${random.word()}", ` +
    `${keptReferrer(event.referrer)[spelling]}, ${ofVisit.session[spelling]}, ` +
    `${timeKeys(event, random)}, ${ofVisit.agent[spelling]}, ${url[spelling]}, ` +
    `"user_agent": "${visit.agent.text}", ${keptCampaign(event.campaign)[spelling]}, ` +
    `"version": 1, "videostart_id": ${video}, ${ofVisit.visitor[spelling]}}`
  );
}

/** Names of actions hold no character that JSON must escape, but some that Python does. */
function textInside(text: string, spelling: keyof Spelled): string {
  return spelling === 'raw' ? text : escapeNonAscii(text);
}

function timeKeys({ at, visit }: SimulatedEvent, random: Random): string {
  const receivedMs = at * 1000 + 1000 + random.below(2000);
  return (
    `"timestamp_info": true, "timestamp_info_nginx_ms": ${receivedMs}, ` +
    `"timestamp_info_override_ms": null, ` +
    `"timestamp_info_pixel_ms": ${receivedMs - random.below(3000)}, ` +
    `"ts_action": "${actionTime(at, random)}", ` +
    `"ts_session_current": "${plainTime(visit.startedAt)}", ` +
    `"ts_session_last": "${plainTime(visit.startedAt - 86_400)}"`
  );
}

function keptReferrer(referrer: Referrer): Spelled {
  return kept(referrerPieces, referrer, () => linkKeys('ref', referrer));
}

function keptCampaign(campaign: Campaign): Spelled {
  return kept(campaignPieces, campaign, () => membersOf(campaign));
}

function pageKeys(page: Page) {
  return kept(pagePieces, page, () => ({
    metadata: membersOf(page.metadata === undefined ? unknownMetadata : metadataOf(page)),
    address: addressKeys('url', page.url),
  }));
}

function kept<Key extends object, Value>(
  pieces: WeakMap<Key, Value>,
  key: Key,
  make: () => Value,
): Value {
  const known = pieces.get(key);
  if (known !== undefined) return known;
  const made = make();
  pieces.set(key, made);
  return made;
}

function metadataOf({ url, rank, metadata }: Page): Readonly<Record<string, unknown>> {
  if (metadata === undefined) return unknownMetadata;
  return {
    metadata: true,
    metadata_authors: metadata.authors,
    metadata_canonical_url: metadata.canonicalUrl,
    metadata_custom_metadata: `{"desk": "business", "words": ${metadata.words}}`,
    metadata_data_source: 'crawl',
    metadata_duration: null,
    metadata_full_content_word_count: metadata.words,
    metadata_image_url: `https://images.example/${rank}.jpg`,
    metadata_page_type: metadata.pageType,
    metadata_post_id: `post-${rank}`,
    metadata_pub_date_tmsp: metadata.publishedMs,
    metadata_save_date_tmsp: 1_772_000_900_000,
    metadata_section: metadata.section,
    metadata_share_urls: [`${url}?share=1`],
    metadata_tags: metadata.tags,
    metadata_thumb_url: null,
    metadata_title: metadata.title,
    metadata_urls: [url],
    metadata_video_platform: null,
  };
}

const unknownMetadata = {
  metadata: false,
  metadata_authors: null,
  metadata_canonical_url: null,
  metadata_page_type: null,
  metadata_pub_date_tmsp: null,
  metadata_section: null,
  metadata_tags: null,
  metadata_title: null,
};
