/** The browsers and robots that visit. Whether an agent is a robot was decided by reading it. */

export type Agent = {
  readonly text: string;
  readonly device: 'desktop' | 'mobile' | 'tablet' | null;
  readonly browser: string;
  readonly system: string;
};

const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const safari = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_6_1 like Mac OS X)';
const ipad = 'Mozilla/5.0 (iPad; CPU OS 16_7 like Mac OS X)';
const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)';

/** Each as likely as the others. */
export const browsers: readonly Agent[] = [
  {
    device: 'mobile',
    browser: 'Mobile Safari',
    system: 'iOS',
    text: `${iphone} ${safari} Version/17.6 Mobile/15E148 Safari/604.1`,
  },
  {
    device: 'desktop',
    browser: 'Chrome',
    system: 'Windows',
    text: `${windows} ${chrome} Chrome/133.0.0.0 Safari/537.36`,
  },
  {
    device: 'mobile',
    browser: 'Chrome Mobile',
    system: 'Android',
    text: `Mozilla/5.0 (Linux; Android 14; Pixel 7) ${chrome} Chrome/132.0 Mobile Safari/537.36`,
  },
  {
    device: 'desktop',
    browser: 'Safari',
    system: 'Mac OS X',
    text: `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${safari} Version/17.6 Safari/605.1.15`,
  },
  {
    device: 'desktop',
    browser: 'Edge',
    system: 'Windows',
    text: `${windows} ${chrome} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0`,
  },
  {
    device: 'desktop',
    browser: 'Firefox',
    system: 'Linux',
    text: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  },
  {
    device: 'tablet',
    browser: 'Mobile Safari',
    system: 'iOS',
    text: `${ipad} ${safari} Version/16.6 Mobile/15E148 Safari/604.1`,
  },
  {
    device: null,
    browser: 'Other',
    system: 'Other',
    text: `Mozilla/5.0 (SMART-TV; Linux; Tizen 7.0) ${chrome} Version/7.0 TV Safari/537.36`,
  },
];

export const robots: readonly Agent[] = [
  robot('Googlebot', 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'),
  robot('bingbot', 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)'),
  robot('AhrefsBot', 'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)'),
  robot('YandexBot', 'Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)'),
  robot('curl', 'curl/8.5.0'),
  robot('Python Requests', 'python-requests/2.32.3'),
];

function robot(browser: string, text: string): Agent {
  return { device: 'desktop', browser, system: 'Other', text };
}
