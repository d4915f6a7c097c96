import { h } from '../html';
import type { SiteRequest } from '../request';

/** What every form of somebody who is signed in carries. */
export const FormToken = ({ request }: { request: SiteRequest }) => (
  <FormTokenField token={request.session?.formToken ?? ''} />
);

/** The same for a template, which has the token's place. */
export const FormTokenField = ({ token }: { token: string }) => (
  <input type="hidden" name="formToken" value={token} />
);
