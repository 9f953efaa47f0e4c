/** The rules of sites as SQL expressions: own segments and exclusions. */

export type OracleCondition =
  | { readonly kind: 'in'; readonly field: string; readonly values: readonly string[] }
  | { readonly kind: 'at_least'; readonly field: string; readonly value: number }
  | { readonly kind: 'all'; readonly conditions: readonly OracleCondition[] };

export type OracleSegment =
  | {
      readonly kind: 'field';
      readonly name: string;
      readonly field: string;
      readonly values: readonly string[];
    }
  | { readonly kind: 'rule'; readonly name: string; readonly when: OracleCondition };

export type OracleExclusion =
  | { readonly kind: 'ip'; readonly name: string; readonly ranges: readonly string[] }
  | {
      readonly kind: 'extra_data';
      readonly name: string;
      readonly key: string;
      readonly value: string;
    }
  | { readonly kind: 'url_prefix'; readonly name: string; readonly prefix: string };

export type OracleSite = {
  readonly site: string;
  readonly zone: string;
  readonly ownSegments?: readonly OracleSegment[];
  readonly exclusions?: readonly OracleExclusion[];
  readonly earlySeconds?: number;
  readonly lateSeconds?: number;
};

/** A list of texts: `['subscriber=premium', 'loyal=no']` of an event of the site, else empty. */
export function ownSegmentsSql(sites: readonly OracleSite[]): string {
  const none = '[]::varchar[]';
  return bySite(
    sites.map(({ site, ownSegments = [] }) => ({
      site,
      value: ownSegments.length === 0 ? none : `[${ownSegments.map(segmentSql).join(', ')}]`,
    })),
    none,
  );
}

/** The name of the first exclusion that an event of the site matches, else NULL. */
export function exclusionSql(sites: readonly OracleSite[]): string {
  return bySite(
    sites
      .filter(({ exclusions = [] }) => exclusions.length > 0)
      .map(({ site, exclusions = [] }) => {
        const cases = exclusions.map(
          (exclusion) => `when ${matchSql(exclusion)} then ${quoted(exclusion.name)}`,
        );
        return { site, value: `case ${cases.join(' ')} end` };
      }),
    'null',
  );
}

export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function bySite(
  choices: readonly { readonly site: string; readonly value: string }[],
  otherwise: string,
): string {
  if (choices.length === 0) return otherwise;
  const cases = choices.map(({ site, value }) => `when ${quoted(site)} then ${value}`);
  return `case text_of(part[1]) ${cases.join(' ')} else ${otherwise} end`;
}

/** Fields: an absent value is `none`, one that is not listed `other`. Rules: yes or no. */
function segmentSql(segment: OracleSegment): string {
  if (segment.kind === 'rule') {
    const [yes, no] = ['yes', 'no'].map((value) => quoted(`${segment.name}=${value}`));
    return `if(${conditionSql(segment.when)}, ${yes}, ${no})`;
  }
  const value = fieldSql(segment.field);
  const listed = segment.values.map(quoted).join(', ');
  return (
    `${quoted(`${segment.name}=`)} || case when is_absent(${value}) then 'none' ` +
    `when text_of(${value}) in (${listed}) then text_of(${value}) else 'other' end`
  );
}

function conditionSql(condition: OracleCondition): string {
  switch (condition.kind) {
    case 'in': {
      const listed = condition.values.map(quoted).join(', ');
      return `coalesce(text_of(${fieldSql(condition.field)}) in (${listed}), false)`;
    }
    case 'at_least':
      return `coalesce(number_of(${fieldSql(condition.field)}) >= ${condition.value}, false)`;
    case 'all':
      return `(${condition.conditions.map(conditionSql).join(' and ')})`;
  }
}

function matchSql(exclusion: OracleExclusion): string {
  switch (exclusion.kind) {
    case 'ip':
      return `(${exclusion.ranges.map(rangeSql).join(' or ')})`;
    case 'extra_data': {
      const value = fieldSql(`extra_data.${exclusion.key}`);
      return `text_of(${value}) = ${quoted(exclusion.value)}`;
    }
    case 'url_prefix': {
      const url = 'text_of(if(is_absent(part[3]), part[4], part[3]))';
      return `starts_with(normal_url(${url}), ${quoted(exclusion.prefix)})`;
    }
  }
}

/** `198.51.100.0/28`: the addresses that share the first 28 bits. */
function rangeSql(range: string): string {
  const [address = '', bits = '32'] = range.split('/');
  const size = 2 ** (32 - Number(bits));
  const own = 'address_number(text_of(part[14]))';
  return `${own} // ${size} = address_number(${quoted(address)}) // ${size}`;
}

function fieldSql(field: string): string {
  return `json_extract(event, ${quoted(`$.${field}`)})`;
}
