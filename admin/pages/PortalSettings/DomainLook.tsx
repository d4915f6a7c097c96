import { useState } from 'react';
import { useNotification, useRBAC } from '@strapi/strapi/admin';
import { Button, Flex, Typography } from '@strapi/design-system';
import type { BrandingSettings } from '../../../server/contracts/portal-settings';
import type { PortalDetail } from '../../../server/contracts/portals';
import { FormSection } from '../../components/RecordFormPage';
import { permissions } from '../../permissions';
import { useErrorText } from '../../services/errors';
import { createRecord } from '../../services/records';
import { useWords } from '../../useWords';

interface Props {
  portal: PortalDetail;
  values: BrandingSettings;
  /** What is shown is not what is saved. */
  isDirty: boolean;
  onTake: (branding: BrandingSettings) => void;
  onKept: () => void;
}

/** The look that new portals of the domain begin with: taken for this one, or made from it. */
export function DomainLook({ portal, values, isDirty, onTake, onKept }: Props) {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const { allowedActions } = useRBAC(permissions.domainEdit);
  const [isBusy, setIsBusy] = useState(false);
  const { domainLook } = portal;
  const isSame = JSON.stringify(domainLook) === JSON.stringify(values);

  async function keep(): Promise<void> {
    setIsBusy(true);
    try {
      await createRecord(`/portals/${portal.id}/branding/domain`, {});
      toggleNotification({ type: 'success', message: t('settings.branding.kept') });
      onKept();
    } catch (problem) {
      toggleNotification({ type: 'danger', message: textOf(problem) });
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <FormSection title={t('settings.branding.domain')} hint={t('settings.branding.domainHint')}>
      <Flex gap={2} wrap="wrap" alignItems="center">
        {domainLook && !isSame && (
          <Button variant="secondary" onClick={() => onTake(domainLook)}>
            {t('settings.branding.take')}
          </Button>
        )}
        {allowedActions.canDomainEdit && !isDirty && !isSame && (
          <Button variant="tertiary" loading={isBusy} onClick={() => void keep()}>
            {t('settings.branding.keep')}
          </Button>
        )}
        <Typography variant="pi" textColor="neutral600" role="status">
          {isSame
            ? t('settings.branding.isDomain')
            : isDirty && allowedActions.canDomainEdit
              ? t('settings.branding.saveFirst')
              : ''}
        </Typography>
      </Flex>
    </FormSection>
  );
}
