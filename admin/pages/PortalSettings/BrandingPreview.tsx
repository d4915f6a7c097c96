import { useState } from 'react';
import { Box, Flex, Typography } from '@strapi/design-system';
import {
  PREVIEW_PAGES,
  PREVIEW_SCHEMES,
  type BrandingPreview as Answer,
  type PreviewPage,
  type PreviewScheme,
} from '../../../server/contracts/branding-preview';
import type { BrandingSettings } from '../../../server/contracts/portal-settings';
import type { PortalDetail } from '../../../server/contracts/portals';
import { Choice } from '../../components/Choice';
import { api } from '../../services/api';
import { usePreview } from '../../services/usePreview';
import { useWords } from '../../useWords';

const SIZES = ['desktop', 'phone'] as const;
type Size = (typeof SIZES)[number];

interface Props {
  portal: PortalDetail;
  branding: BrandingSettings;
}

/** The portal's own pages in the look that is being chosen. */
export function BrandingPreview({ portal, branding }: Props) {
  const t = useWords();
  const [page, setPage] = useState<PreviewPage>('list');
  const [scheme, setScheme] = useState<PreviewScheme>('light');
  const [size, setSize] = useState<Size>('desktop');
  const preview = usePreview<Answer>(api(`/portals/${portal.id}/branding/preview`), {
    branding,
    page,
    scheme,
  });
  if (portal.state === 'draft') return null;
  return (
    <Box tag="section" aria-labelledby="branding-preview">
      <Flex justifyContent="space-between" gap={3} paddingBottom={3} wrap="wrap">
        <Typography tag="h2" variant="delta" id="branding-preview">
          {t('settings.branding.preview')}
        </Typography>
        <Flex gap={2} wrap="wrap">
          <Choice
            label={t('settings.branding.page')}
            value={page}
            options={PREVIEW_PAGES.map((value) => ({
              value,
              label: t(`settings.branding.page.${value}`),
            }))}
            onChange={(value) => setPage(value as PreviewPage)}
          />
          <Choice
            label={t('settings.branding.scheme')}
            value={scheme}
            options={PREVIEW_SCHEMES.map((value) => ({
              value,
              label: t(`settings.branding.scheme.${value}`),
            }))}
            onChange={(value) => setScheme(value as PreviewScheme)}
          />
          <Choice
            label={t('settings.branding.size')}
            value={size}
            options={SIZES.map((value) => ({
              value,
              label: t(`settings.branding.size.${value}`),
            }))}
            onChange={(value) => setSize(value as Size)}
          />
        </Flex>
      </Flex>
      <Box hasRadius shadow="tableShadow" overflow="hidden" background="neutral0">
        <iframe
          title={t('settings.branding.preview')}
          // Nothing runs in it, and nothing in it leads away.
          sandbox=""
          srcDoc={preview?.html ?? ''}
          style={{
            display: 'block',
            width: size === 'phone' ? '39rem' : '100%',
            maxWidth: '100%',
            height: '72rem',
            marginInline: 'auto',
            border: 0,
          }}
        />
      </Box>
    </Box>
  );
}
