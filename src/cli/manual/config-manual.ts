/** The manual page of the configuration file, made from its schema. */
import { flowText } from '../../config/check-values.ts';
import { configSchema } from '../../config/config-schema.ts';
import type { SchemaNode } from '../../config/schema-node.ts';
import { code, terms, text, type Block, type Chapter, type ManualPage } from './manual-page.ts';
import type { Term } from './manual-page.ts';
import { sentenceFrom } from './option-terms.ts';

/** @param example a whole file, as it is shown at the end. */
export function configManual(example: string): ManualPage {
  const { sites, ...general } = configSchema.properties ?? {};
  const site = sites?.additionalProperties;
  return {
    name: 'recount.yaml',
    section: 5,
    summary: 'configuration of recount: archive, stores, limits, sites and their rules',
    chapters: [
      descriptionChapter(),
      { title: 'General keys', blocks: [terms(...Object.entries(general).flatMap(keyTerms))] },
      {
        title: 'Sites',
        blocks: [
          ...text(
            `\`sites\` holds ${sites?.description ?? ''}. Each name stands before these keys; ` +
              'a site may also have none:',
          ),
          terms(...Object.entries(nodeOf(site).properties ?? {}).flatMap(keyTerms)),
        ],
      },
      segmentsChapter(),
      exclusionsChapter(),
      { title: 'Errors', blocks: errorBlocks() },
      { title: 'Editors', blocks: editorBlocks() },
      { title: 'Example', blocks: [code(...example.trimEnd().split('\n'))] },
      {
        title: 'See also',
        blocks: text('`recount-config`(1), `recount`(1), `recount-metrics`(7)'),
      },
    ],
  };
}

function descriptionChapter(): Chapter {
  return {
    title: 'Description',
    blocks: text(
      'A YAML file that says what is the same in every run: where the logs and the numbers are, ' +
        'which sites there are, and by which rules each is counted. It is the file that ' +
        '`--config` or `RECOUNT_CONFIG` names, else `./recount.yaml` where there is one.',
      'Flags and the environment win over it. In it the value of a site wins over the general ' +
        'one. Relative paths begin at the folder of the file. Anchors and aliases (`&a`, `*a`) ' +
        'may be used to write once what several sites share. Passwords and keys do not belong ' +
        'here, and a place that holds one is refused.',
      'Changing the rules of a site (zone, segments, exclusions, early, late) changes the ' +
        'digest that its days are stored with. A rebuild finds such days no longer up to date ' +
        'and derives them anew; it touches no other.',
    ),
  };
}

function segmentsChapter(): Chapter {
  const { properties = {}, description = '' } = definition('own_segment');
  return {
    title: 'Segments of a site',
    blocks: [
      ...text(`Each name under \`segments\` is ${description}. It has one of these forms:`),
      code(
        'plan: {field: extra_data.plan, values: [premium, free]}',
        'core_region: {field: ip_country, in: [US, CA]}',
        'loyal: {field: session_id, at_least: 10}',
        'loyal_reader:',
        '  all:',
        '    - {field: session_id, at_least: 3}',
        '    - {field: channel, in: [website, amp]}',
      ),
      terms(...Object.entries(properties).flatMap(keyTerms)),
      ...text(
        'Values are compared with those of the line by their JSON text without quotes: 1 and "1" ' +
          'are the same. An absent value meets no condition. Names are made of a-z, 0-9 and _, ' +
          'begin with a letter, and must not be those of a segment or breakdown that every row ' +
          'has, see `recount-metrics`(7).',
      ),
    ],
  };
}

function exclusionsChapter(): Chapter {
  const { properties = {}, description = '' } = definition('exclusion');
  return {
    title: 'Exclusions of a site',
    blocks: [
      ...text(
        `Under \`exclusions\` stand ${description}. The name is what the ledger calls the rule. ` +
          'It has one of these keys:',
      ),
      terms(...Object.entries(properties).flatMap(keyTerms)),
    ],
  };
}

function errorBlocks(): readonly Block[] {
  return [
    ...text(
      'Every command that takes settings checks the whole file before all else, tells all ' +
        'that is wrong at once, with file, line, column and key, and ends with 2:',
    ),
    code(
      'recount.yaml:12:5 sites.news.example.zone: expected a time zone such as',
      'America/New_York, found "Mars"',
    ),
    ...text('`recount config` does nothing else, and shows what the file says.'),
  ];
}

function editorBlocks(): readonly Block[] {
  return [
    ...text(
      'A JSON schema of the file lies in the package as `man/recount.schema.json`; `recount ' +
        'config --schema` prints it. Editors that know the YAML language server take it from a ' +
        'first line such as',
    ),
    code('# yaml-language-server: $schema=./recount.schema.json'),
  ];
}

/** A key with its type, default and example; keys below it follow. */
function keyTerms([name, node]: readonly [string, SchemaNode]): readonly Term[] {
  const inner = Object.entries(node.properties ?? {}).flatMap(([key, child]) =>
    keyTerms([`${name}.${key}`, child]),
  );
  const example = node.examples?.find((one) => one !== node.default);
  const facts = [
    expectedText(node),
    ...(node.default === undefined ? [] : [`Default: \`${flowText(node.default)}\`.`]),
    ...(example === undefined ? [] : [`Example: \`${lastPart(name)}: ${flowText(example)}\`.`]),
  ];
  return [[`\`${name}\``, sentenceFrom(node.description ?? ''), facts.join(' ')], ...inner];
}

/** `A span of time such as 90m, 6h or 2d.` */
function expectedText({ errorMessage = '', type }: SchemaNode): string {
  const phrase = errorMessage.replace(/^expected /, '');
  const isList = Array.isArray(type) && type.includes('array');
  return sentenceFrom(isList ? `${phrase}, or a list of such` : phrase);
}

function lastPart(name: string): string {
  return name.split('.').at(-1) ?? name;
}

function definition(name: string): SchemaNode {
  return nodeOf(configSchema.definitions?.[name]);
}

function nodeOf(node: SchemaNode | boolean | undefined): SchemaNode {
  return typeof node === 'object' ? node : {};
}
