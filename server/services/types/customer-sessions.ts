import type { FilterRecord } from '../../rules/filter-groups';
import type { FactorNeed } from '../../rules/second-factor';
import type { SessionFactor, SignInMethod } from '../../store/sessions';
import type { PortalRecord } from './site';

/** A signed-in customer, read in one statement; judged by the portal it was read for. */
export interface CustomerSession {
  /** Form token for CSRF, derived from the session's token. */
  formToken: string;
  viewer: CustomerViewer;
  name: string;
  address: string;
  language: string;
  timeZone: string;
  /** Open tickets of the viewer at this portal that wait for his reply. */
  waiting: number;
  /** What the session is called on the page of devices. */
  id: string;
  method: SignInMethod;
  isRemembered: boolean;
  /** Epoch ms: when it ends without another visit, and when it ends at the latest. */
  idleEndsAt: number;
  endsAt: number;
  /** Epoch ms of the last time that the person proved who he is: at sign-in, or since. */
  provenAt: number;
  factor: SessionFactor;
  factorNeed: FactorNeed;
  /** Epoch ms; until then somebody whose need is `soon` may do without. */
  factorDueAt: number;
  /** Name of the admin who looks at the portal as this person, and can change nothing; '' when it is the person. */
  viewedBy: string;
  /** Manages a company, and the portal lets managers invite and remove their colleagues. */
  managesCompany: boolean;
  /** The current consent notice is still to be accepted: no other page is shown before. */
  isConsentDue: boolean;
}

/** Who asks, for the rules: numeric keys stay on the server. */
export interface CustomerViewer {
  kind: 'customer';
  contactKey: number;
  contactId: string;
  contactName: string;
  userKey: number;
  portal: PortalRecord;
  /** Companies whose tickets the viewer sees under the portal's ticket permission; empty when only associated ones. */
  companyKeys: number[];
  /** Companies that the viewer left: their tickets are out of sight, own ones too. */
  leftCompanyKeys: number[];
  /** The primary company, which new tickets are filed under; 0 when none. */
  primaryCompanyKey: number;
  /** The contact as filters see it. */
  record: FilterRecord;
  sessionKey: string;
  /** An admin looks: every service that changes something refuses (services/refusals.ts, `needOwn`). */
  isReadOnly: boolean;
}

export interface FoundSession {
  session: CustomerSession | null;
  /** Whether anybody has this token, even if none of the portals lets that person in. */
  isKnown: boolean;
  /** It is good, but no portal asked about lets that person in. */
  isRefused?: boolean;
  /**
   * It is good, but its person has still to accept the portal's notice. It stands here and not in `session`, so that no
   * face shows anything to it by forgetting to ask: only the consent page takes it.
   */
  consentDue?: CustomerSession;
  /** The same of somebody who has yet to give, or to set up, the second factor; it comes before the notice. */
  factorDue?: CustomerSession;
}

export interface SessionsService {
  /** One statement. null when unknown, ended, idle, no longer allowed at this portal, or consent is due. */
  find(token: string, portal: PortalRecord): Promise<CustomerSession | null>;
  /** The same at the first of several portals that lets the person in: pages beside portals are read with it. */
  findAt(
    token: string,
    portals: PortalRecord[],
    /** A page that asks by itself is no visit: the idle time goes on. */
    isVisit?: boolean,
  ): Promise<FoundSession>;
  /** The person is still there: the idle time begins anew, exactly now. */
  stay(viewer: CustomerViewer): Promise<void>;
  end(token: string): Promise<void>;
}
