import type { Claims, ProviderProblem } from '../contracts/identity-providers';
import type { ProviderRecord } from '../store/identity-providers';

const LONGEST_DETAIL = 300;

/** What a provider says of a person, checked: signature, issuer, audience, time, nonce or request. */
export interface Vouched {
  /** What the provider calls the person for ever: `sub`, or the NameID. */
  subject: string;
  /** Claims or attributes by their names; a list where there are several values. */
  claims: Claims;
  /** The provider's own name of its session (`sid`, SessionIndex); '' where it has none. */
  session: string;
  /** The ID token, which signing out there asks for; '' for SAML. */
  idToken: string;
}

/** Where the provider sends the browser back to: full addresses of the portal. */
export interface ProviderAddresses {
  callback: string;
  /** Where people arrive who signed out there. */
  signOut: string;
  backChannel: string;
  /** What we call ourselves (SAML); also where our metadata is. */
  entityId: string;
  metadata: string;
}

/** The way to a provider: the address, and what has to be remembered until the browser comes back. */
export interface Onward {
  to: string;
  memo: Record<string, string>;
}

/** Something that speaks to providers of one kind. Each function throws ProviderRefusal and nothing else for what is expected. */
export interface OidcEngine {
  /** `state` comes back; `hint` is an address that was typed, '' for none. */
  begin(
    provider: ProviderRecord,
    addresses: ProviderAddresses,
    asked: { state: string; hint: string },
  ): Promise<Onward>;
  /** `url` is the whole address that the browser came back to, `memo` what `begin` gave. */
  finish(
    provider: ProviderRecord,
    addresses: ProviderAddresses,
    url: URL,
    memo: Readonly<Record<string, string>>,
    state: string,
  ): Promise<Vouched>;
  /** Where the browser signs out at the provider too; null where the provider has no such page. */
  signOutAddress(
    provider: ProviderRecord,
    addresses: ProviderAddresses,
    idToken: string,
  ): Promise<string | null>;
  /** What a logout token (OpenID Connect Back-Channel Logout 1.0) ends: a session of the provider, a person, or both. */
  readLogout(
    provider: ProviderRecord,
    logoutToken: string,
  ): Promise<{ session: string; subject: string; tokenId: string }>;
}

export interface SamlEngine {
  begin(
    provider: ProviderRecord,
    addresses: ProviderAddresses,
    asked: { state: string },
  ): Promise<Onward>;
  /**
   * Checks a response that a browser brought. `inResponseTo` is the request that it answers ('' for none), `assertionId` and
   * `endsAt` (epoch ms) are for refusing it the second time.
   */
  read(
    provider: ProviderRecord,
    addresses: ProviderAddresses,
    samlResponse: string,
  ): Promise<{ vouched: Vouched; inResponseTo: string; assertionId: string; endsAt: number }>;
  /** Our own metadata (XML). */
  metadata(provider: ProviderRecord, addresses: ProviderAddresses): string;
}

/** A sign-in at a provider that failed for a reason that can be named. */
export class ProviderRefusal extends Error {
  /** In the words of the provider or of the library, in one short line, for admins; never shown to customers. */
  readonly detail: string;

  constructor(
    readonly problem: ProviderProblem,
    detail = '',
  ) {
    const line = detail.replace(/[\p{C}\s]+/gu, ' ').trim();
    super(`${problem}: ${line.slice(0, LONGEST_DETAIL)}`);
    this.detail = line.slice(0, LONGEST_DETAIL);
  }
}
