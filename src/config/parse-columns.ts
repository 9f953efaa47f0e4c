/** Which column of a table is what: `site=customer,bucket=day,page_views=pv`. */
import { metricFromName, metrics } from '../model/catalogue.ts';
import { tableFields, type ColumnMap, type FieldSource } from '../model/foreign-numbers.ts';
import type { TableField } from '../model/foreign-numbers.ts';
import { nearNames } from '../model/near-names.ts';
import { allSegment, cellNameFromKey } from '../model/segments.ts';
import { parsed, wrong, type Parsed } from './parsed.ts';

const hint =
  'write field=column, as in site=customer,bucket=day,page_views=pv; a field that is the same in ' +
  'every line is written grain:=1d';

/** A field or a cell, then `=` and a column, or `:=` and the text that stands for every line. */
export function parseColumns(text: string): Parsed<ColumnMap> {
  const fields: Partial<Record<TableField, FieldSource>> = {};
  const cells: { key: string; column: string }[] = [];
  for (const entry of text.split(',')) {
    const match = /^\s*(.+?)(:?)=\s*([^=]+?)\s*$/.exec(entry);
    if (match === null) return wrong(`has an entry that is no assignment: "${entry}"`, hint);
    const [, name = '', colon, column = ''] = match;
    const isConstant = colon === ':';
    if (isField(name)) {
      if (fields[name] !== undefined) return wrong(`names ${name} twice`, hint);
      fields[name] = isConstant ? { kind: 'constant', text: column } : { kind: 'column', column };
      continue;
    }
    const key = name.includes('/') ? name : `${allSegment}/${name}`;
    const problem = isConstant ? `gives ${name} a constant, which is no field` : faultOfKey(key);
    if (problem !== undefined) return wrong(problem, hint);
    if (cells.some((cell) => cell.key === key)) return wrong(`names ${name} twice`, hint);
    cells.push({ key, column });
  }
  if (cells.length > 0 && (fields.metric !== undefined || fields.value !== undefined)) {
    return wrong(
      'names both metric or value and cells',
      'a line holds one number, or one per column',
    );
  }
  return parsed({ fields, cells });
}

function isField(name: string): name is TableField {
  return (tableFields as readonly string[]).includes(name);
}

function faultOfKey(key: string): string | undefined {
  const { metric } = cellNameFromKey(key);
  if (metricFromName(metric) !== undefined) return undefined;
  const known = [...tableFields, ...metrics.map(({ name }) => name)];
  const near = nearNames(metric, known);
  const question = near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`;
  return `names ${metric}, which is neither a field nor a metric${question}`;
}
