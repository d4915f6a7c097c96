import * as z from 'zod/mini';
import { id } from './lists';

/** `POST /api/customer-portal/v1/session-links`, with `Authorization: Bearer <token of users-permissions>`. */
export const sessionLinkInput = z.object({
  /** Public id of the portal. */
  portal: id,
});

export interface SessionLink {
  /** Opens once, for a minute, in whichever browser follows it. */
  url: string;
  /** Epoch ms. */
  expiresAt: number;
}
