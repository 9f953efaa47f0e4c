/** Holds the values of a configuration against its schema, and says all that is wrong at once. */
import { Ajv, type AnySchemaObject, type ErrorObject, type ValidateFunction } from 'ajv';
import { stringify } from 'yaml';
import { nearNames } from '../model/near-names.ts';
import { withoutCredentials } from './parse-text.ts';
import type { Misfit, SchemaNode, ValueCheck } from './schema-node.ts';

/** `pointer` says where (RFC 6901); `key` is the name of a key that is itself wrong. */
export type SchemaFault = {
  readonly pointer: string;
  readonly key: string | undefined;
  readonly message: string;
  readonly hint: string;
};

export function valueChecker(schema: SchemaNode): (value: unknown) => readonly SchemaFault[] {
  const ajv = new Ajv({ allErrors: true, verbose: true, strictTypes: false, messages: false });
  ajv.addVocabulary(['errorMessage']);
  ajv.addKeyword({ keyword: 'check', errors: true, compile: compileCheck });
  const validate: ValidateFunction = ajv.compile(schema);
  return (value) => (validate(value) ? [] : faultsFromErrors(validate.errors ?? []));
}

/** A keyword of the schema that calls a function of ours. */
function compileCheck(
  check: ValueCheck,
  parentSchema: AnySchemaObject,
): (value: unknown) => boolean {
  const validate = (value: unknown): boolean => {
    const misfit = check(value);
    if (misfit === undefined) return true;
    // Where it stands is added by ajv, which reads this property.
    Object.assign(validate, { errors: [{ keyword: 'check', params: { misfit }, parentSchema }] });
    return false;
  };
  return validate;
}

/** One fault for each value, the one that says most. */
function faultsFromErrors(errors: readonly ErrorObject[]): readonly SchemaFault[] {
  const byPlace = new Map<string, ErrorObject>();
  for (const error of errors.filter((one) => isTold(one, errors))) {
    const place = JSON.stringify([error.instancePath, keyOf(error) ?? null]);
    const other = byPlace.get(place);
    if (other === undefined || rankOf(error) < rankOf(other)) byPlace.set(place, error);
  }
  return [...byPlace.values()].map(faultFromError);
}

/** What only follows from other errors is left out. */
function isTold({ keyword, schemaPath, instancePath }: ErrorObject, all: readonly ErrorObject[]) {
  if (keyword === 'propertyNames' || /\/oneOf\/\d/.test(schemaPath)) return false;
  if (keyword !== 'oneOf') return true;
  return !all.some(
    (other) =>
      other.instancePath === instancePath &&
      (other.keyword === 'additionalProperties' || other.keyword === 'type'),
  );
}

function rankOf({ keyword }: ErrorObject): number {
  const rank = ['type', 'check'].indexOf(keyword);
  return rank === -1 ? 9 : rank;
}

/** The name of a key, where the key itself is what is wrong. */
function keyOf({
  keyword,
  params,
  propertyName,
  schemaPath,
  data,
}: ErrorObject): string | undefined {
  if (keyword === 'additionalProperties') {
    return (params as { readonly additionalProperty: string }).additionalProperty;
  }
  // Of our own keyword ajv does not say that it looked at a name.
  const isName = propertyName === undefined && schemaPath.includes('/propertyNames/');
  return isName ? String(data) : propertyName;
}

function faultFromError(error: ErrorObject): SchemaFault {
  const schema = (error.parentSchema ?? {}) as SchemaNode;
  if (error.keyword === 'additionalProperties') return faultOfUnknownKey(error, schema);
  const key = keyOf(error);
  const { misfit } = error.params as { readonly misfit?: Misfit };
  const found = misfit?.found ?? foundText(key ?? error.data);
  const message = `${schema.errorMessage ?? 'expected something else'}, found ${found}`;
  return { pointer: error.instancePath, key, message, hint: misfit?.hint ?? hintOf(schema) };
}

function faultOfUnknownKey(error: ErrorObject, { properties = {} }: SchemaNode): SchemaFault {
  const key = keyOf(error) ?? '';
  const known = Object.keys(properties);
  const near = nearNames(key, known);
  const all = `the keys here are ${known.join(', ')}`;
  const hint = near.length === 0 ? all : `did you mean ${near.join(' or ')}? ${all}`;
  return { pointer: error.instancePath, key, message: 'there is no such key', hint };
}

function hintOf({ examples = [] }: SchemaNode): string {
  const [first] = examples;
  return first === undefined
    ? 'recount.yaml(5) explains every key'
    : `for example ${flowText(first)}`;
}

/** As it may stand behind a key. */
export function flowText(value: unknown): string {
  return stringify(value, {
    collectionStyle: 'flow',
    lineWidth: 0,
    flowCollectionPadding: false,
  }).trimEnd();
}

/** Longer texts and more keys are cut in messages (chosen: about a line). */
const foundCharsMax = 60;
const keysShownMax = 5;

function foundText(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return foundKeys(Object.keys(value));
  if (typeof value !== 'string') return JSON.stringify(value);
  const safe = withoutCredentials(value);
  return JSON.stringify(safe.length > foundCharsMax ? `${safe.slice(0, foundCharsMax)}...` : safe);
}

function foundKeys(keys: readonly string[]): string {
  if (keys.length === 0) return 'no key';
  const shown = keys.slice(0, keysShownMax).join(', ');
  const what = keys.length === 1 ? 'the key' : 'the keys';
  return `${what} ${shown}${keys.length > keysShownMax ? ' ...' : ''}`;
}
