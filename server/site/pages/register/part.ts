import type { PortalRecord } from '../../../services/types';
import type { Answer, SiteRequest } from '../../request';

/** One way to an account, at `/register`. What is not its own is null: another part is asked. */
export interface RegisterPart {
  /** The page for the token of the address ('' without one). It changes nothing. */
  show(request: SiteRequest, portal: PortalRecord, token: string): Promise<Answer | null>;
  /** What the page's form sent; `token` is one of its fields. */
  take(
    request: SiteRequest,
    portal: PortalRecord,
    fields: Record<string, string>,
  ): Promise<Answer | null>;
}
