/**
 * A node of the schema of the configuration file: JSON schema, with two keywords of our own that
 * the published schema does without.
 */

/** What is wrong with a value that has the right form, and what to write instead. */
export type Misfit = {
  readonly hint: string;
  /** What was found, where the value as a whole does not show it: `"free" twice`. */
  readonly found?: string;
};

export type ValueCheck = (value: unknown) => Misfit | undefined;

export type SchemaNode = {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly items?: SchemaNode;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly propertyNames?: SchemaNode;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly oneOf?: readonly SchemaNode[];
  readonly not?: SchemaNode;
  readonly definitions?: Readonly<Record<string, SchemaNode>>;
  readonly $ref?: string;
  readonly $schema?: string;
  readonly title?: string;
  /** Follows "expected" in a message; editors know it as `errorMessage`. */
  readonly errorMessage?: string;
  /** What JSON schema cannot say: whether a time zone exists, whether two values are the same. */
  readonly check?: ValueCheck;
};

/** The schema as it is published: plain JSON, without our own checks. */
export function publishedNode(node: SchemaNode): SchemaNode {
  return JSON.parse(JSON.stringify(node)) as SchemaNode;
}
