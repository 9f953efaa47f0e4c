/** Murmur3 x64-128 against values of two other implementations. */
import { expect, test } from 'vitest';
import { bytesFromText } from '../../src/base/bytes.ts';
import { murmur3, murmur3Words } from '../../src/base/murmur3.ts';

/** h1 and h2 as unsigned hex, most significant digit first. */
function hashOf(text: string): [string, string] {
  murmur3(bytesFromText(text));
  const hex = Array.from(murmur3Words, (word) => word.toString(16).padStart(8, '0'));
  return [`${String(hex[1])}${String(hex[0])}`, `${String(hex[3])}${String(hex[2])}`];
}

/** Digests printed by Python's mmh3 5.3 `hash_bytes(text, 0, x64arch=True)`. */
function fromDigest(digest: string): [string, string] {
  const reversed = (hex: string): string => (hex.match(/../g) ?? []).reverse().join('');
  return [reversed(digest.slice(0, 16)), reversed(digest.slice(16))];
}

test('the low 64 bits of the published vectors come out', () => {
  const low = (text: string): bigint => BigInt.asIntN(64, BigInt(`0x${hashOf(text)[0]}`));
  expect(low('visitor-1')).toBe(5292220941710129162n);
  expect(low('visitor-2')).toBe(-7031988182207506534n);
  expect(low('')).toBe(0n);
});

test('every length of tail gives the digest of another implementation', () => {
  expect(hashOf('a')).toEqual(fromDigest('897859f6655555855a890e51483ab5e6'));
  expect(hashOf('ab')).toEqual(fromDigest('2e1bed16ea118b93add4529b01a75ee6'));
  expect(hashOf('abc')).toEqual(fromDigest('6778ad3f3f3f96b4522dca264174a23b'));
  expect(hashOf('abcd')).toEqual(fromDigest('4fcd5646d6b77bb875e87360883e00f2'));
  expect(hashOf('abcde')).toEqual(fromDigest('b8bb96f491d036208ceccf4ba0eec7c5'));
  expect(hashOf('abcdef')).toEqual(fromDigest('55bfa3acbf867de45c842133990971b0'));
  expect(hashOf('abcdefg')).toEqual(fromDigest('99e49ec09f2fcda6b6bb55b13aa23a1c'));
  expect(hashOf('abcdefgh')).toEqual(fromDigest('028cef37b00a8acca14069eb600d8948'));
  expect(hashOf('abcdefghi')).toEqual(fromDigest('64793cf1cfc0470533e041b7f53db579'));
  expect(hashOf('abcdefghij')).toEqual(fromDigest('998c2f770d5bc1b6c91a658cdc854da2'));
  expect(hashOf('abcdefghijk')).toEqual(fromDigest('029d78dfb8d095a871e75a45e2317cbb'));
  expect(hashOf('abcdefghijkl')).toEqual(fromDigest('94e17ae6b19bf38e1c62ff7232309e1f'));
  expect(hashOf('abcdefghijklm')).toEqual(fromDigest('73fac0a78d2848167fcce70dff7b652e'));
  expect(hashOf('abcdefghijklmn')).toEqual(fromDigest('e075c3f5a794d09124336ad2276009ee'));
  expect(hashOf('abcdefghijklmno')).toEqual(fromDigest('fb2f0c895124be8a612a969c2d8c546a'));
  expect(hashOf('abcdefghijklmnop')).toEqual(fromDigest('23b74c22a33ccac41aeb31b395d63343'));
  expect(hashOf('abcdefghijklmnopq')).toEqual(fromDigest('57a6bd887f746475e40d11a19d49daec'));
  expect(hashOf('abcdefghijklmnopqrstuvwxyz01234')).toEqual(
    fromDigest('a85856632862f04b7aeff99060d2dbbe'),
  );
  expect(hashOf('abcdefghijklmnopqrstuvwxyz012345')).toEqual(
    fromDigest('e30ae239b527a11668bffea12207cbed'),
  );
  expect(hashOf('abcdefghijklmnopqrstuvwxyz0123456')).toEqual(
    fromDigest('8860c9808bf1a5ee3a6f9c31c41bbd23'),
  );
  expect(hashOf('abcdefghijklmnopqrstuvwxyz0123456789')).toEqual(
    fromDigest('3a5effb45e6f59f2c0946d2e37b99639'),
  );
  expect(hashOf('Größe 日本')).toEqual(fromDigest('f5a331453ed03becf2bf011d9e0d1bb4'));
});

test('a range of a larger array is hashed as if it stood alone', () => {
  const bytes = bytesFromText('xxvisitor-1yy');
  murmur3(bytes, 2, 11);
  const inside = [...murmur3Words];
  murmur3(bytesFromText('visitor-1'));
  expect(inside).toEqual([...murmur3Words]);
});
