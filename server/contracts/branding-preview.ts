import * as z from 'zod/mini';
import { brandingSettings } from './portal-settings';

export const PREVIEW_PAGES = ['list', 'ticket', 'article'] as const;
export type PreviewPage = (typeof PREVIEW_PAGES)[number];
export const PREVIEW_SCHEMES = ['light', 'dark'] as const;
export type PreviewScheme = (typeof PREVIEW_SCHEMES)[number];

export const brandingPreviewInput = z.object({
  branding: brandingSettings,
  page: z.enum(PREVIEW_PAGES),
  scheme: z.enum(PREVIEW_SCHEMES),
});
export type BrandingPreviewInput = z.infer<typeof brandingPreviewInput>;

/** A whole document that loads nothing, for a sandboxed frame. */
export interface BrandingPreview {
  html: string;
}
