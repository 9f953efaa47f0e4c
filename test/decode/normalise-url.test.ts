/** The one spelling of a url; expected texts written out. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normaliseUrl } from '../../src/decode/normalise-url.ts';

test.each([
  ['https://news.example/a', 'https://news.example/a'],
  ['https://News.Example:443/a?x=1#top', 'https://news.example/a'],
  ['HTTP://NEWS.EXAMPLE/A/B', 'http://news.example/A/B'],
  ['https://news.example', 'https://news.example/'],
  ['https://news.example?x=/', 'https://news.example/'],
  ['https://news.example#/a', 'https://news.example/'],
  ['https://news.example/a#b?c', 'https://news.example/a'],
  ['http://news.example:80/', 'http://news.example/'],
  ['http://news.example:80', 'http://news.example/'],
  ['http://news.example:443/', 'http://news.example:443/'],
  ['https://news.example:80/', 'https://news.example:80/'],
  ['https://news.example:8443/', 'https://news.example:8443/'],
  ['https://news.example:/', 'https://news.example:/'],
  ['https://news.example:0443/', 'https://news.example:0443/'],
  ['ftp://news.example:80/', 'ftp://news.example:80/'],
  ['https://user:password@news.example/a', 'https://news.example/a'],
  ['https://a@b@News.Example:443/@c', 'https://news.example/@c'],
  ['https://news.example/user@place', 'https://news.example/user@place'],
  ['https://[2001:DB8::1]:443/a', 'https://[2001:db8::1]/a'],
  ['https://BÜCHER.example/Ü', 'https://bücher.example/Ü'],
  ['https://ΒΙΒΛΊΟ.example/', 'https://βιβλίο.example/'],
  ['https://xn--bcher-kva.example/%C3%BC', 'https://xn--bcher-kva.example/%C3%BC'],
  ['https://news.example//a/./b/../c//', 'https://news.example//a/./b/../c//'],
  ['https://news.example/%7Ea%2fb', 'https://news.example/%7Ea%2fb'],
  ['https://news.example/a b', 'https://news.example/a b'],
  ['https://', 'https:///'],
  ['https:///a', 'https:///a'],
  ['App-2+x.Y://Host/Path', 'app-2+x.y://host/Path'],
  ['News.Example/A?b', 'News.Example/A'],
  ['//News.Example/A', '//News.Example/A'],
  ['mailto:Me@Example.com', 'mailto:Me@Example.com'],
  [' https://News.Example/', ' https://News.Example/'],
  ['1http://News.Example/', '1http://News.Example/'],
  ['://News.Example/', '://News.Example/'],
  ['/path/Only#x', '/path/Only'],
  ['?a', ''],
  ['#a', ''],
  ['', ''],
])('%s becomes %s', (url, expected) => {
  expect(normaliseUrl(url)).toBe(expected);
});

test('what is normalised stays as it is', () => {
  const part = fc.constantFrom(
    'https://',
    'HTTP://',
    'a',
    'B',
    '.',
    ':',
    '80',
    '443',
    '/',
    '@',
    'ü',
  );
  const urls = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));
  // A second default port or user would only go the second time: those are no authorities.
  const once = urls.filter((url) => !/:(80|443):|:(80|443)(80|443)/.test(url));
  fc.assert(
    fc.property(once, (url) => {
      expect(normaliseUrl(normaliseUrl(url))).toBe(normaliseUrl(url));
    }),
  );
});
