/** What a bench gives to stores that are services: nothing but a clock. */
import type { ServiceSettings } from '../../src/index.ts';

export const services: ServiceSettings = { environment: {}, now: () => Date.now() };
