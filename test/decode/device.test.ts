/** Devices of agents that are in use; what each of them is was decided by reading it. */
import { expect, test } from 'vitest';
import { createDeviceReader } from '../../src/decode/device.ts';

const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0';
const safari = 'AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6';
const device = createDeviceReader();

test.each([
  ['desktop', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36 Edg/131.0.0.0`],
  ['desktop', `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${safari} Safari/605.1.15`],
  ['desktop', 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'],
  ['desktop', 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:15.0) Gecko/20100101 Firefox/15.0.1'],
  ['desktop', `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${chrome} Safari/537.36`],
  ['desktop', 'Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko'],
  [
    'mobile',
    `Mozilla/5.0 (iPhone; CPU iPhone OS 17_6_1 like Mac OS X) ${safari} Mobile/15E148 Safari`,
  ],
  ['mobile', `Mozilla/5.0 (Linux; Android 10; K) ${chrome} Mobile Safari/537.36`],
  ['mobile', 'Mozilla/5.0 (Android 13; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0'],
  ['mobile', 'Opera/9.80 (Android; Opera Mini/36.2/119.132; U; id) Presto/2.12.423 Version/12.16'],
  ['mobile', 'Mozilla/5.0 (Mobile; Nokia_2780; rv:84.0) Gecko/84.0 Firefox/84.0 KAIOS/3.1'],
  [
    'mobile',
    `Mozilla/5.0 (Windows Phone 10.0; Microsoft; Lumia 950) ${chrome} Mobile Safari/537.36`,
  ],
  ['tablet', `Mozilla/5.0 (iPad; CPU OS 16_7 like Mac OS X) ${safari} Mobile/15E148 Safari/604.1`],
  ['tablet', `Mozilla/5.0 (Linux; Android 13; SM-X906C) ${chrome} Safari/537.36`],
  ['tablet', `Mozilla/5.0 (Linux; Android 9; Lenovo TB-X605F) ${chrome} Safari/537.36`],
  ['tablet', 'Mozilla/5.0 (Android 13; Tablet; rv:128.0) Gecko/128.0 Firefox/128.0'],
  ['tablet', `Mozilla/5.0 (Linux; Android 11; KFTRWI) ${chrome} Safari/537.36`],
  ['other', `Mozilla/5.0 (SMART-TV; Linux; Tizen 7.0) ${chrome} TV Safari/537.36`],
  ['other', `Mozilla/5.0 (Web0S; Linux/SmartTV) ${chrome} Safari/537.36 WebAppManager`],
  ['other', `Mozilla/5.0 (Linux; Android 9; BRAVIA 4K UR2) ${chrome} Safari/537.36`],
  [
    'other',
    'Mozilla/5.0 (PlayStation; PlayStation 5/6.00) AppleWebKit/605.1.15 (KHTML, like Gecko)',
  ],
  ['other', 'Mozilla/5.0'],
  ['other', ''],
  ['other', undefined],
  ['other', 5],
])('%s: %s', (expected, agent) => {
  expect(device(agent)).toBe(expected);
});
