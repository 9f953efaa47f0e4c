/** Where visits come from: every category of referrer, and the campaigns that bring visitors. */

export type Referrer = {
  readonly category: string;
  /** With its query, as the browser sent it; null = none. */
  readonly url: string | null;
  readonly domain: string | null;
};

const direct: Referrer = { category: 'direct', url: null, domain: null };

function from(category: string, domain: string, url: string): Referrer {
  return { category, domain, url };
}

/** Each as likely as the others; the likely ones stand here more than once. */
export const referrers: readonly Referrer[] = [
  ...Array<Referrer>(5).fill(direct),
  ...Array<Referrer>(5).fill(from('search', 'google.com', 'https://www.google.com/')),
  from('search', 'bing.com', 'https://www.bing.com/search?q=election+result&form=QBLH'),
  from('search', 'duckduckgo.com', 'https://duckduckgo.com/'),
  ...Array<Referrer>(2).fill(from('social', 'facebook.com', 'https://l.facebook.com/l.php?u=x')),
  from('social', 'reddit.com', 'https://www.reddit.com/r/news/comments/1a2b3c/'),
  from('social', 't.co', 'https://t.co/AbCdEf123'),
  from('aggregator', 'flipboard.com', 'https://flipboard.com/@topic?from=share'),
  from('ai', 'chatgpt.com', 'https://chatgpt.com/'),
  from('ai', 'perplexity.ai', 'https://www.perplexity.ai/search?q=what%20happened'),
  from('other', 'forum-example.net', 'https://forum-example.net/t/12345?page=2#post-9'),
  from('other', 'zeitung.example', 'https://zeitung.example/gr\u00f6\u00dfe/\u00fcbersicht'),
];

export type Campaign = {
  readonly utm_campaign: string | null;
  readonly utm_source: string | null;
  readonly utm_medium: string | null;
  readonly utm_term: string | null;
  readonly utm_content: string | null;
};

export const noCampaign: Campaign = {
  utm_campaign: null,
  utm_source: null,
  utm_medium: null,
  utm_term: null,
  utm_content: null,
};

export const campaigns: readonly Campaign[] = [
  { ...noCampaign, utm_campaign: 'facebook_campaign', utm_source: 'facebook' },
  { ...noCampaign, utm_campaign: 'spring', utm_source: 'newsletter', utm_medium: 'email' },
  { ...noCampaign, utm_campaign: 'Fr\u00fchling 2026', utm_source: 'newsletter' },
  { ...noCampaign, utm_source: 'google', utm_medium: 'cpc', utm_term: 'quick news' },
  { ...noCampaign, utm_campaign: 'brand/a=b', utm_medium: 'display', utm_content: 'creative-1' },
];

/** `utm_campaign=spring&utm_source=newsletter`; empty without a campaign. */
export function queryFromCampaign(campaign: Campaign): string {
  return Object.entries(campaign)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${encodeURIComponent(value as string)}`)
    .join('&');
}
