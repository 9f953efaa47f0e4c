/** What the configuration file may hold for an option, as a schema made from its row. */
import type { Option, ValueOption } from './option.ts';
import type { SchemaNode, ValueCheck } from './schema-node.ts';
import type { ValueType } from './value-type.ts';

/** `isOfSite`: for the keys of a site, which have no default but the general value. */
export function schemaOfOption(option: Option, { isOfSite }: { isOfSite: boolean }): SchemaNode {
  const described = { description: descriptionOf(option) };
  const standard = isOfSite || option.default === undefined ? {} : { default: option.default };
  if (option.kind === 'switch') {
    const errorMessage = 'expected true or false';
    return {
      type: 'boolean',
      ...described,
      ...standard,
      examples: [!option.default],
      errorMessage,
    };
  }
  const text = schemaOfType(option.type);
  if (option.kind === 'single') return { ...described, ...text, ...standard };
  const list: SchemaNode = { type: ['string', 'array'], items: text, minItems: 1 };
  return { ...described, ...text, ...standard, ...list };
}

export function schemaOfType({
  parse,
  expected,
  examples,
  pattern,
  choices,
  isWholeNumber,
}: ValueType<unknown>): SchemaNode {
  return {
    type: isWholeNumber === true ? ['string', 'integer'] : 'string',
    ...(choices !== undefined && { enum: choices }),
    ...(pattern !== undefined && { pattern }),
    examples,
    errorMessage: `expected ${expected}`,
    check: textCheck(parse),
  };
}

/** Values of other types are the schema's own business. */
export function textCheck(parse: ValueOption['type']['parse']): ValueCheck {
  return (value) => {
    if (typeof value !== 'string' && !Number.isInteger(value)) return undefined;
    const result = parse(String(value));
    return result.kind === 'wrong' ? { hint: result.hint } : undefined;
  };
}

/** The flag --no-progress says what its absence does not; the key of the file is `progress`. */
function descriptionOf({ flag, about }: Option): string {
  return flag.startsWith('--no-') ? `with false ${about}` : about;
}
