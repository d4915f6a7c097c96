import type { PasswordProblem } from '../../rules/password';
import type { CustomerSession, CustomerViewer } from './customer-sessions';
import type { PortalRecord } from './site';

/** The address's e-mail domain signs in at an identity provider, and nowhere else; said of known and unknown addresses. */
export interface SignsInElsewhere {
  outcome: 'elsewhere';
  /** Public id. */
  provider: string;
}

export type SignInResult =
  | {
      outcome: 'signed-in';
      token: string;
      /** ms; 0 means until the browser closes */ cookieLifetime: number;
      /** The mark of a browser that is remembered; '' where there is none to keep. */
      deviceToken: string;
    }
  | SignsInElsewhere
  | { outcome: 'refused' }
  /** Passwords are closed for this address on unknown devices; said of known and unknown addresses. */
  | { outcome: 'locked' }
  /** The password is right, and somebody has yet to approve the registration. */
  | { outcome: 'waiting' }
  /** The password is right, and a link was mailed to the account of the site. The browser keeps the token as its mark. */
  | { outcome: 'confirm'; browserToken: string }
  | { outcome: 'limited'; /** ms */ retryAfter: number };

/** Which browser signs in, from where. */
export interface SignInOrigin {
  ip: string;
  userAgent: string;
  /** Of the session that the browser has so far; it ends. '' for none. */
  previousToken: string;
  /** The browser's own mark (`cp_device`), by which a known device is known; '' for none. */
  deviceToken: string;
}

export interface SignInService {
  withPassword(
    input: {
      portal: PortalRecord;
      address: string;
      password: string;
      remember: boolean;
      /** Of the page, for a contact that appears now. */
      language?: string;
    } & Pick<SignInOrigin, 'ip' | 'userAgent'> &
      Partial<SignInOrigin>,
  ): Promise<SignInResult>;
  /** Whether the link by which an admin tries the portal still opens it. */
  isTestLinkOpen(portal: PortalRecord, token: string): Promise<boolean>;
  /** Signs the admin's test customer in and uses the link up; the session's token, or null when it opens nothing. */
  withTestLink(
    input: { portal: PortalRecord; token: string } & SignInOrigin,
  ): Promise<string | null>;
}

export type LinkSignIn =
  | (Extract<SignInResult, { outcome: 'signed-in' }> & {
      /** The path that was asked for; whoever follows it checks it. */
      next: string;
    })
  | { outcome: 'closed' }
  | { outcome: 'waiting' }
  | { outcome: 'limited'; /** ms */ retryAfter: number };

/** Signing in by mail: a link that works in any browser, and a code for the browser that asked. */
export interface MagicLinksService {
  /** Same answer and path for known and unknown addresses. The browser keeps `browserToken` for the code. */
  ask(
    input: {
      portal: PortalRecord;
      address: string;
      remember: boolean;
      /** Path to go on to; '' for the first page. */
      next: string;
    } & Pick<SignInOrigin, 'ip' | 'deviceToken'>,
  ): Promise<
    | { outcome: 'asked'; browserToken: string }
    | SignsInElsewhere
    | { outcome: 'limited'; /** ms */ retryAfter: number }
  >;
  /** Whose account a link opens; changes nothing, since scanners open links too. null when it opens nothing. */
  look(
    portal: PortalRecord,
    token: string,
    browserToken: string,
  ): Promise<{
    address: string;
    /** As it was ticked, in the browser that asked. */ remember: boolean;
  } | null>;
  withLink(
    input: { portal: PortalRecord; token: string; remember: boolean } & SignInOrigin,
  ): Promise<LinkSignIn>;
  /** 'closed' is a wrong code too, and one that nobody was mailed. */
  withCode(
    input: { portal: PortalRecord; code: string; browserToken: string } & SignInOrigin,
  ): Promise<LinkSignIn>;
}

export interface PasswordsService {
  /** Same answer and path for known and unknown addresses; mails a link through the outbox. */
  askReset(input: {
    portal: PortalRecord;
    address: string;
    ip: string;
    /** Of a known device, which nobody else can keep from asking. */
    deviceToken?: string;
  }): Promise<{ outcome: 'asked' } | SignsInElsewhere | { outcome: 'limited'; retryAfter: number }>;
  isResetOpen(portal: PortalRecord, token: string): Promise<boolean>;
  /** Whose password an open link changes; null when it opens nothing. */
  lookAtReset(
    portal: PortalRecord,
    token: string,
  ): Promise<{ name: string; address: string } | null>;
  /** Ends every session of the person. */
  reset(input: {
    portal: PortalRecord;
    token: string;
    password: string;
  }): Promise<
    | { outcome: 'changed' }
    | { outcome: 'closed' }
    | { outcome: 'refused'; problem: PasswordProblem }
  >;
  /** 403 without a fresh proof where the person has a second factor: the present password alone is one of two. */
  change(input: {
    session: CustomerSession;
    current: string;
    password: string;
    ip: string;
  }): Promise<
    | { outcome: 'changed'; /** The session goes on under it. */ token: string }
    | { outcome: 'wrong' }
    | { outcome: 'refused'; problem: PasswordProblem }
    | { outcome: 'limited'; retryAfter: number }
  >;
  /** Whether somebody may have a password at all: the portal takes them, and no provider vouches for his e-mail domain. */
  mayHave(session: CustomerSession): boolean;
  /** Whether the account has a password; one that opens by mailed links alone has none. */
  has(viewer: CustomerViewer): Promise<boolean>;
  /** The first password of an account without one. 403 without a fresh proof; 'closed' where it has one already. */
  set(input: {
    session: CustomerSession;
    password: string;
  }): Promise<
    | { outcome: 'changed'; token: string }
    | { outcome: 'closed' }
    | { outcome: 'refused'; problem: PasswordProblem }
  >;
}
