import { useState } from 'react';
import { useAuth, useNotification } from '@strapi/strapi/admin';
import { Box, Button, Typography } from '@strapi/design-system';
import { ExternalLink } from '@strapi/icons';
import type { TestVisit } from '../../../../server/contracts/portal-setup';
import type { PortalDetail } from '../../../../server/contracts/portals';
import { OutsideLink } from '../../../components/OutsideLink';
import { useErrorText } from '../../../services/errors';
import { createRecord } from '../../../services/records';
import { useWords } from '../../../useWords';

/** One press opens the portal in a new tab, signed in as the person's own test customer. */
export function TestVisitCard({ portal }: { portal: PortalDetail }) {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const email = useAuth('TestVisitCard', ({ user }) => user?.email ?? '');
  const [isBusy, setIsBusy] = useState(false);
  const [blocked, setBlocked] = useState('');
  const [error, setError] = useState('');
  const address = email.includes('@')
    ? email.replace(/@([^@]*)$/, '+portal-test@$1')
    : t('setup.done.tryOwn');

  async function visit(): Promise<void> {
    // Opened within the press, since browsers block what comes later; where it leads is known after it.
    const tab = window.open('', '_blank');
    setIsBusy(true);
    setError('');
    setBlocked('');
    try {
      const { url } = await createRecord<TestVisit>(`/portals/${portal.id}/test-visit`, {});
      if (!tab) return setBlocked(url);
      tab.opener = null;
      tab.location.replace(url);
      toggleNotification({ type: 'success', message: t('setup.done.tried') });
    } catch (problem) {
      tab?.close();
      setError(textOf(problem));
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <>
      <Typography style={{ overflowWrap: 'anywhere' }}>
        {t('setup.done.tryText', { address })}
      </Typography>
      <Box>
        <Button loading={isBusy} endIcon={<ExternalLink />} onClick={() => void visit()}>
          {t('setup.done.try')}
        </Button>
      </Box>
      {(error || blocked) && (
        <Box role="alert">
          {error && <Typography textColor="danger600">{error}</Typography>}
          {blocked && (
            <Typography>
              {t('setup.done.blocked')}{' '}
              <OutsideLink to={blocked}>{t('setup.done.open')}</OutsideLink>
            </Typography>
          )}
        </Box>
      )}
    </>
  );
}
