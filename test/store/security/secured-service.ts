/** A service that is a store, with TLS and users: what the tests of every such store ask of it. */
import type { ServiceName } from '../../services/services.ts';
import type { Certificates } from '../../support/certificates.ts';

/** As recount-services(7) lists them. */
export type Role = 'maker' | 'writer' | 'reader';

/** There are users of these names, each with the role of its name; `nobody` may log in. */
export type UserName = Role | 'nobody';

export type SecuredServer = {
  /** `host:port`. */
  readonly address: string;
  /** Gives a role what the manual lists for it, and no more; the store is there but for a maker. */
  grant(role: Role): Promise<void>;
  stop(): Promise<void>;
};

/** What is told where something is refused, as `exit 2`, message and hint; HOST = the address. */
export type Told = {
  readonly makingAsWriter: string;
  readonly writingAsReader: string;
  readonly readingAsNobody: string;
  readonly wrongPassword: string;
  readonly withoutUser: string;
  readonly withoutAuthority: string;
  readonly withoutTls: string;
};

export type SecuredService = {
  readonly service: ServiceName;
  readonly scheme: string;
  /** Names of environment variables. */
  readonly credentials: { readonly user: string; readonly password: string };
  /** Of every user. */
  readonly password: string;
  start(installed: string, certificates: Certificates): Promise<SecuredServer>;
  readonly told: Told;
};
