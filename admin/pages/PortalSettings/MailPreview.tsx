import { Box, Typography } from '@strapi/design-system';
import type { MailPreview as Preview } from '../../../server/contracts/mails';
import type { PortalDetail } from '../../../server/contracts/portals';
import { LinkedText } from '../../components/LinkedText';
import { useWords } from '../../useWords';

interface Props {
  portal: PortalDetail;
  preview: Preview | null;
  language: string;
}

/** A mail as its reader gets it, with examples in it. */
export function MailPreview({ portal, preview, language }: Props) {
  const t = useWords();
  return (
    <Box tag="section" aria-labelledby="mail-preview">
      <Typography tag="h2" variant="delta" id="mail-preview">
        {t('settings.mails.preview')}
      </Typography>
      <Box
        background="neutral0"
        hasRadius
        shadow="tableShadow"
        padding={6}
        marginTop={3}
        lang={language}
        dir="auto"
      >
        {preview ? (
          <>
            <Typography tag="p" fontWeight="bold" variant="delta">
              {preview.subject}
            </Typography>
            <Box paddingTop={4}>
              <LinkedText>{preview.text}</LinkedText>
            </Box>
          </>
        ) : (
          <Typography textColor="neutral600">
            {portal.state === 'draft' ? t('settings.mails.draft') : t('settings.mails.drawing')}
          </Typography>
        )}
      </Box>
    </Box>
  );
}
