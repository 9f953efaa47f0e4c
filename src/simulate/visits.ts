/** Visits to one site: who comes, from where, and what they do next. */
import { daySeconds } from '../base/calendar.ts';
import type { Agent } from './agents.ts';
import { browsers, robots } from './agents.ts';
import type { Page } from './pages.ts';
import { Pages } from './pages.ts';
import { hourSeconds } from './pace.ts';
import type { Place } from './places.ts';
import { places } from './places.ts';
import type { Random } from './random.ts';
import { hexFromWord, scatter, zipfRank } from './random.ts';
import type { Campaign, Referrer } from './referrers.ts';
import { campaigns, noCampaign, queryFromCampaign, referrers } from './referrers.ts';
import type { SimulatedSite } from './simulate-options.ts';

/** What stays the same while somebody is there. */
export type Visit = {
  readonly site: SimulatedSite;
  readonly visitor: string;
  /** 1 = this visitor's first; null = the browser keeps none. */
  readonly session: number | null;
  readonly startedAt: number;
  readonly agent: Agent;
  readonly place: Place;
  readonly address: string;
  readonly channel: string;
  readonly campaign: Campaign;
  readonly referrer: Referrer;
  readonly isSubscriber: boolean;
  readonly landing: Page;
};

/** One thing that happened. Times are epoch seconds, UTC. */
export type SimulatedEvent = {
  readonly visit: Visit;
  readonly action: string;
  readonly at: number;
  readonly page: Page;
  /** Of the url, without `?`; empty = none. */
  readonly query: string;
  readonly campaign: Campaign;
  readonly referrer: Referrer;
  readonly engagedSeconds: number | null;
};

const customActions = [
  ...['newsletter/sign up', 'scroll_depth', 'share:e-mail', 'gr\u00f6\u00dfe \u00e4ndern'],
  ...['100%', "it's (really) new!", 'a=b&c*~'],
];

const channels = [...Array<string>(12).fill('website'), 'amp', 'amp', 'apln', 'fbia', 'kiosk'];

/** Share of visits that are made by robots. */
const robotShare = 0.03;

/** Share of visits whose visitor was never there before. */
const newShare = 0.4;

type Progress = {
  visit: Visit;
  page: Page;
  query: string;
  campaign: Campaign;
  referrer: Referrer;
  hasVideo: boolean;
};

/**
 * The visits to one site that are under way. Each call of `next` lets a random one of them go on,
 * so that events come out in time order and only these visits are held in memory.
 */
export class Visits {
  readonly #site: SimulatedSite;
  readonly #siteNumber: number;
  readonly #pages: Pages;
  readonly #random: Random;
  readonly #underWay: (Progress | undefined)[];
  #newVisitors = 0;

  constructor(site: SimulatedSite, siteNumber: number, atOnce: number, random: Random) {
    this.#site = site;
    this.#siteNumber = siteNumber;
    this.#pages = new Pages(site);
    this.#random = random;
    this.#underWay = new Array<Progress | undefined>(atOnce).fill(undefined);
  }

  next(at: number): SimulatedEvent {
    const index = this.#random.below(this.#underWay.length);
    const current = this.#underWay[index];
    const chance = this.#random.fraction();
    if (current === undefined || chance < 0.15) {
      const begun = this.#begin(at);
      this.#underWay[index] = begun;
      return eventOf(begun, 'pageview', at, null);
    }
    if (chance < 0.33) {
      this.#turnPage(current, at);
      return eventOf(current, 'pageview', at, null);
    }
    return this.#stay(current, chance, at);
  }

  #begin(at: number): Progress {
    const random = this.#random;
    const page = this.#pickPage(at);
    const campaign = random.chance(0.1) ? random.pick(campaigns) : noCampaign;
    const referrer = random.pick(referrers);
    const visit: Visit = {
      site: this.#site,
      ...this.#whoComes(at),
      startedAt: at,
      agent: random.pick(random.chance(robotShare) ? robots : browsers),
      place: random.pick(places),
      address: `${random.chance(0.5) ? '203.0.113' : '198.51.100'}.${random.below(256)}`,
      channel: random.pick(channels),
      campaign,
      referrer,
      isSubscriber: random.chance(0.2),
      landing: page,
    };
    const query = queryFromCampaign(campaign);
    return { visit, page, query, campaign, referrer, hasVideo: false };
  }

  #pickPage(at: number): Page {
    const rank = zipfRank(this.#random, this.#site.urls);
    return this.#pages.pageOf(rank, Math.floor(at / daySeconds));
  }

  #whoComes(at: number): Pick<Visit, 'visitor' | 'session'> {
    const random = this.#random;
    if (random.chance(newShare)) {
      this.#newVisitors += 1;
      return { visitor: this.#visitorId(this.#newVisitors, 1), session: 1 };
    }
    const rank = zipfRank(random, this.#site.visitors);
    // Nothing is remembered of a visitor: the session number follows from the time alone.
    const hoursBetween = 1 + (scatter(rank, 12) % 72);
    const session = 2 + Math.floor((at % (400 * daySeconds)) / hourSeconds / hoursBetween);
    const visitor = this.#visitorId(rank, 0);
    return { visitor, session: random.chance(0.01) ? null : session };
  }

  /** In the form of a UUID; new visitors and those who come again never share one. */
  #visitorId(number: number, kind: 0 | 1): string {
    const first = hexFromWord(scatter(number, 2 * this.#siteNumber + kind));
    const last = hexFromWord(number);
    return `${first}-a207-4010-8a2${kind}-${hexFromWord(this.#siteNumber).slice(4)}${last}`;
  }

  /** A page view inside the site: its referrer is the page before. */
  #turnPage(current: Progress, at: number): void {
    const { site } = this.#site;
    current.referrer = { category: 'internal', url: current.page.url, domain: site };
    current.page = this.#pickPage(at);
    current.query = '';
    current.campaign = noCampaign;
    current.hasVideo = false;
  }

  #stay(current: Progress, chance: number, at: number): SimulatedEvent {
    const random = this.#random;
    if (chance < 0.36) return eventOf(current, 'conversion', at, null);
    if (chance < 0.4) return eventOf(current, random.pick(customActions), at, null);
    if (chance < 0.45 && !current.hasVideo) {
      current.hasVideo = true;
      return eventOf(current, 'videostart', at, null);
    }
    const seconds = random.chance(0.05) ? random.below(150) : 1 + random.below(15);
    return eventOf(
      current,
      current.hasVideo && chance < 0.7 ? 'vheartbeat' : 'heartbeat',
      at,
      seconds,
    );
  }
}

function eventOf(
  { visit, page, query, campaign, referrer }: Progress,
  action: string,
  at: number,
  engagedSeconds: number | null,
): SimulatedEvent {
  return { visit, action, at, page, query, campaign, referrer, engagedSeconds };
}
