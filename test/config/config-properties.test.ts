/** What holds for every configuration file: it is refused with places, or it resolves. */
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { configFromText } from '../../src/config/config-from-text.ts';
import { publishedSchema } from '../../src/config/config-schema.ts';
import { commandNames } from '../../src/config/option.ts';
import { OptionFaults } from '../../src/config/option-faults.ts';
import { options, optionsOfCommand } from '../../src/config/options.ts';
import { resolveOptions } from '../../src/config/resolve-options.ts';
import { valueTypes } from '../../src/config/value-types.ts';

const source = { name: 'recount.yaml', folder: '.' };

/** Wrong values are rare, so that a good part of the files is right as a whole. */
function mostly(right: readonly unknown[], wrong: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...right) },
    { weight: 1, arbitrary: fc.constantFrom(...wrong) },
  );
}

const span = mostly(['0h', '90m', '1h30m', '2d'], ['6', 'soon', '99999d', 6]);
const zone = mostly(['UTC', 'America/New_York', 'Asia/Kolkata'], ['Mars', '', null]);
const place = mostly(['./a', '/mnt/b', 's3://c/d'], ['x://ada:secret@db/e', ' ', 1]);
const expectation = mostly(['auto', 'hour', 'day', 'none'], ['hours']);
const retain = mostly(['5m=30d', '5m=forever'], ['30d', '1d=30d']);
const value = fc.oneof(
  { weight: 9, arbitrary: fc.string({ minLength: 1 }) },
  { weight: 9, arbitrary: fc.constantFrom('premium', 'none', 'other', true, 0, 1.5, 1e21, -0) },
  { weight: 1, arbitrary: fc.constantFrom('', null) },
);
const values = fc.uniqueArray(value, { minLength: 1, maxLength: 3, selector: String });
const field = mostly(['ip_country', 'extra_data.plan'], ['']);

/** Names are drawn from few, so that wrong ones meet right ones. */
function dictionary(names: fc.Arbitrary<unknown>, inner: fc.Arbitrary<unknown>) {
  return fc
    .array(fc.tuple(names, inner), { maxLength: 2 })
    .map((entries) => Object.fromEntries(entries as [string, unknown][]) as object);
}

const ruleName = mostly(
  ['plan', 'core', 'constructor'],
  ['device', 'country', 'Plan', '__proto__'],
);
const siteName = mostly(['news.example', '2024', '__proto__', 'constructor', 'a/b~c'], [' x']);

/** Any of these keys may be left out, so that many files are right. */
function some(model: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<object> {
  return fc.record(model, { requiredKeys: [] });
}

const { condition } = fc.letrec((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small' },
    fc.record({ field, in: values }),
    fc.record({ field, at_least: fc.oneof(fc.integer(), fc.double()) }),
    fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
  ),
}));

const segment = fc.oneof(
  { weight: 9, arbitrary: fc.record({ field, values }) },
  { weight: 9, arbitrary: condition },
  { weight: 1, arbitrary: some({ field, values, in: fc.array(value), other: value }) },
);
const range = mostly(['192.0.2.0/24', '2001:db8::1'], ['192.0.2.9-192.0.2.1', 'x']);
const exclusion = fc.oneof(
  fc.record({ ip: fc.oneof(range, fc.array(range, { minLength: 1, maxLength: 3 })) }),
  fc.record({
    extra_data: fc.tuple(ruleName, value).map(([key, one]) => ({ [String(key)]: one })),
  }),
  fc.record({ url_prefix: mostly(['https://a.example/x'], ['https://A.example', '?']) }),
);

const site = fc.oneof(
  fc.constant(null),
  some({
    ...{ zone, early: span, late: span, retain, expect: expectation },
    segments: dictionary(ruleName, segment),
    exclusions: dictionary(ruleName, exclusion),
  }),
);

const layout = mostly(['{YYYY}/{MM}/{DD}/'], ['{DD}']);
const file = some({
  archive: fc.oneof(place, some({ place, layout, expect: expectation })),
  ...{ zone, early: span, late: span, retain },
  store: fc.oneof(place, fc.array(place, { minLength: 1, maxLength: 3 })),
  limits: some({ memory: mostly(['1GiB'], ['2G', 7]), spill: place }),
  quiet: mostly([true, false], ['yes']),
  sites: dictionary(siteName, site),
});

/** With all that a command needs given by flags, only the file can be wrong. */
const neededTexts: Readonly<Record<string, readonly string[]>> = {
  archive: ['raw'],
  site: ['news.example'],
  from: ['2026-03-08'],
  until: ['2026-03-09'],
  zone: ['UTC'],
  into: ['new'],
  traffic: ['news.example=UTC'],
  reason: ['wrong logs'],
};

function needed(command: (typeof commandNames)[number]): ReadonlyMap<string, readonly string[]> {
  const names = optionsOfCommand(command).filter((name) => 'needed' in options[name]);
  return new Map(names.map((name) => [name, neededTexts[name] ?? []]));
}

const published = new Ajv({ strict: false }).compile(publishedSchema);
let rights = 0;

test('a file that is not refused resolves for every command, and the schema accepts it', () => {
  fc.assert(
    fc.property(file, (content) => {
      const read = configFromText(stringify(content), source);
      for (const { message, hint } of read.faults) {
        expect(message).toMatch(/^recount\.yaml:\d+:\d+[ :]/);
        expect(message).not.toContain('something else');
        expect(message + hint).not.toContain('secret');
      }
      for (const command of commandNames) {
        const given = { flags: needed(command), environment: {}, file: read };
        if (read.faults.length > 0) {
          expect(() => resolveOptions(command, given)).toThrow(OptionFaults);
        } else {
          expect(resolveOptions(command, given).command).toBe(command);
        }
      }
      if (read.faults.length > 0) return;
      rights += 1;
      expect([content, published(content)]).toEqual([content, true]);
    }),
    { numRuns: 500 },
  );
  // Otherwise nothing was tested but refusals.
  expect(rights).toBeGreaterThan(100);
});

test('no text makes the reader throw', () => {
  const letters = fc.constantFrom(...'abz09:-?[]{}#&*!|>\'"%@`, \n\t\r~'.split(''), 'sites', ': ');
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(letters).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(text, (any) => {
      expect(configFromText(any, source).name).toBe('recount.yaml');
    }),
    { numRuns: 1000 },
  );
});

test('deep nesting is told, not followed', () => {
  for (const text of ['['.repeat(50_000), `sites: ${'{a: '.repeat(50_000)}`]) {
    expect(configFromText(text, source).faults.length).toBeGreaterThan(0);
  }
});

test('the pattern that editors check lets through all that is right', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.constantFrom(...Object.values(valueTypes).flatMap(({ examples }) => [...examples])),
    fc.stringMatching(/^[0-9]{1,4}(\.[0-9])?[kKmMgG]?i?[bB]?$/),
    fc.stringMatching(/^(5m=)?([0-9]{1,3}[smhdw]){0,3}$/),
  );
  for (const type of Object.values(valueTypes)) {
    if (!('pattern' in type)) continue;
    const pattern = new RegExp(type.pattern, 'u');
    fc.assert(
      fc.property(texts, (text) => {
        if (type.parse(text).kind === 'value') expect(text).toMatch(pattern);
      }),
    );
    for (const example of type.examples) expect(type.parse(example).kind).toBe('value');
  }
});
