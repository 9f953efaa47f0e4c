/** Where visitors sit, as a geographical database would say it of their addresses. */

export type Place = {
  readonly country: string | null;
  readonly subdivision: string | null;
  readonly city: string | null;
  readonly continent: string | null;
  readonly zone: string | null;
};

/** Each as likely as the others. The last one is an address that no database knows. */
export const places: readonly Place[] = [
  place('US', 'CA', 'Newark', 'NA', 'America/Los_Angeles'),
  place('US', 'NY', 'New York', 'NA', 'America/New_York'),
  place('US', 'TX', 'Austin', 'NA', 'America/Chicago'),
  place('DE', 'BE', 'Berlin', 'EU', 'Europe/Berlin'),
  place('DE', 'BY', 'M\u00fcnchen', 'EU', 'Europe/Berlin'),
  place('GB', 'ENG', 'London', 'EU', 'Europe/London'),
  place('IN', 'KA', 'Bengaluru', 'AS', 'Asia/Kolkata'),
  place('JP', '13', '\u6771\u4eac', 'AS', 'Asia/Tokyo'),
  place('AU', 'NSW', 'Sydney', 'OC', 'Australia/Sydney'),
  { country: null, subdivision: null, city: null, continent: null, zone: null },
];

function place(...[country, subdivision, city, continent, zone]: string[]): Place {
  return {
    country: country ?? null,
    subdivision: subdivision ?? null,
    city: city ?? null,
    continent: continent ?? null,
    zone: zone ?? null,
  };
}
