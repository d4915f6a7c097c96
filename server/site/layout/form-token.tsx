import { h } from '../html';
import type { SiteRequest } from '../request';

/** What every form of somebody who is signed in carries. */
export function FormToken({ request }: { request: SiteRequest }) {
  return <input type="hidden" name="formToken" value={request.session?.formToken ?? ''} />;
}
