import type { AccessSettings } from '../contracts/portal-settings';
import { domainOf, normaliseDomain } from './address';

type Lists = Pick<AccessSettings['registration'], 'allowedDomains' | 'deniedDomains'>;

/**
 * Whether a portal lets the domain of a normalised address register. Lists hold domains as they were typed. What is denied
 * reaches below it (`example.com` denies `mail.example.com` too) and wins; what is allowed is meant exactly, since somebody
 * else may own what stands below. A list that allows something allows nothing else, even where its lines are no domains.
 */
export function mayRegister(address: string, { allowedDomains, deniedDomains }: Lists): boolean {
  const domain = normaliseDomain(domainOf(address));
  if (domain === '') return false;
  const isDenied = deniedDomains
    .map(normaliseDomain)
    .some((denied) => denied !== '' && `.${domain}`.endsWith(`.${denied}`));
  if (isDenied) return false;
  return allowedDomains.length === 0 || allowedDomains.map(normaliseDomain).includes(domain);
}

/** Whether a normalised address comes into a portal by registering, without anybody's press. */
export const registersFreely = (
  address: string,
  { control, registration }: Pick<AccessSettings, 'control' | 'registration'>,
): boolean =>
  control === 'self-registration' &&
  !registration.needsApproval &&
  mayRegister(address, registration);

/** Who has an address that somebody wants to register with. */
export interface Registrant {
  contactKey: number;
  /** Neither in the bin, nor erased or merged away. */
  isLiving: boolean;
  /** 0 without an account. */
  accountKey: number;
  isBlocked: boolean;
  /** The address is the one that signs in. */
  isMembershipAddress: boolean;
  /** '' without one at this portal. */
  standing: string;
}

/**
 * What follows for an address: `register` and `join` go on by a mailed link (an account is made, or one that is there comes
 * into this portal), `known` is told to sign in, and to whoever was shut out nothing is mailed.
 */
export type RegistrationWay = 'register' | 'join' | 'known' | 'nothing';

/** `site` is the site's own account at the address that no contact has: usable here, blocked, or none. */
export function registrationWay(
  found: Registrant | null,
  site: 'usable' | 'blocked' | 'none',
): RegistrationWay {
  if (!found || found.accountKey === 0) {
    if (found && (!found.isLiving || found.standing === 'disabled')) return 'nothing';
    if (site === 'blocked') return 'nothing';
    return site === 'usable' ? 'known' : 'register';
  }
  if (!found.isLiving || found.isBlocked || found.standing === 'disabled') return 'nothing';
  const isOutside = found.standing === '' || found.standing === 'invited';
  // Other addresses of a contact may be unproven, or a mailbox of several people: they open no account that is there.
  return isOutside && found.isMembershipAddress ? 'join' : 'known';
}

/** The name of a contact by that of the site's account: control characters and what looks like markup or an address go. */
export function nameOfAccount(username: string, address: string): string {
  const shown = username.normalize('NFKC').replace(/[\p{C}\s<>"\\]+/gu, ' ');
  const name = [...shown.trim()].slice(0, 90).join('').trim();
  const isName = /\p{L}/u.test(name) && !name.includes('@') && !/^https?:|:\/\/|www\./i.test(name);
  return isName ? name : address.slice(0, address.lastIndexOf('@'));
}
