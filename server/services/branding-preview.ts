import type { BrandingPreview, BrandingPreviewInput } from '../contracts/branding-preview';
import type { BrandPictures } from './brand-pictures';
import { stylesheetProblem } from './brand-stylesheet';
import { need } from './refusals';
import type { SiteMap } from './site-map';
import { sheetsOf } from './site-records';
import type { AdminActor, PortalRecord } from './types';

/** Draws a page of a portal with examples in it; `pictures` are data: addresses by name. */
export type PreviewRenderer = (
  portal: PortalRecord,
  input: Pick<BrandingPreviewInput, 'page' | 'scheme'>,
  pictures: ReadonlyMap<string, string>,
) => string;

export interface BrandingPreviewService {
  /** The portal's own pages in a look that is not saved yet; null for a portal that is not set up. */
  show(
    actor: AdminActor,
    portalId: string,
    input: BrandingPreviewInput,
  ): Promise<BrandingPreview | null>;
  /** The site gives its pages when it is made: no service imports a face. */
  renderWith(render: PreviewRenderer): void;
}

export function createBrandingPreview(
  siteMap: SiteMap,
  pictures: BrandPictures,
): BrandingPreviewService {
  let render: PreviewRenderer | null = null;
  return {
    renderWith(renderer) {
      render = renderer;
    },
    async show(actor, portalId, { branding, page, scheme }) {
      need(actor, 'portal-read', 'portal-edit');
      const portal = siteMap.portals().find(({ id }) => id === portalId);
      if (!portal || !render) return null;
      // One that is refused when it is saved is not shown either.
      const isFine = stylesheetProblem(branding.stylesheet) === '';
      const shown = { ...branding, stylesheet: isFine ? branding.stylesheet : '' };
      const addresses = new Map<string, string>();
      for (const name of [branding.logo, branding.logoDark]) {
        const picture = name === '' ? null : await pictures.open(name);
        if (picture)
          addresses.set(
            name,
            `data:${picture.mimeType};base64,${picture.bytes.toString('base64')}`,
          );
      }
      const look = {
        ...portal,
        settings: { ...portal.settings, branding: shown },
        sheets: sheetsOf(shown),
      };
      return { html: render(look, { page, scheme }, addresses) };
    },
  };
}
