import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Flex, Switch, Typography } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import type { ProviderDetail } from '../../../../server/contracts/identity-providers';
import type { PortalDetail } from '../../../../server/contracts/portals';
import { AskDialog } from '../../../components/AskDialog';
import { paths } from '../../../plugin';
import { useErrorText } from '../../../services/errors';
import { saveRecord } from '../../../services/records';
import { useWords } from '../../../useWords';
import { ProviderState } from './ProviderState';
import { StepSection } from './StepSection';

interface Props {
  provider: ProviderDetail;
  portal: PortalDetail;
  route: string;
  isDirty: boolean;
  isDisabled: boolean;
  onChanged: (provider: ProviderDetail) => void;
}

/** From now on people sign in by it, or no more; at once, without saving. */
export function TurnOnSection({ provider, portal, route, isDirty, isDisabled, onChanged }: Props) {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const [isBusy, setIsBusy] = useState(false);
  const [isAsked, setIsAsked] = useState(false);
  const { isOn, verifiedAt, settings } = provider;
  const cannot = !isOn && (verifiedAt === 0 || isDirty);

  async function turn(next: boolean): Promise<void> {
    onChanged(await saveRecord<ProviderDetail>(`${route}/state`, { isOn: next }));
    toggleNotification({ type: 'success', message: t(next ? 'sso.on.done' : 'sso.off.done') });
  }

  async function press(next: boolean): Promise<void> {
    if (!next) return setIsAsked(true);
    setIsBusy(true);
    try {
      await turn(true);
    } catch (error) {
      toggleNotification({ type: 'danger', message: textOf(error) });
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <StepSection step="on" hint={t('sso.on.hint')}>
      <Flex gap={4} wrap="wrap">
        <Switch
          aria-label={t('sso.on.label', { name: settings.name })}
          aria-describedby="sso-on-text"
          checked={isOn}
          disabled={isDisabled || isBusy || cannot}
          onCheckedChange={(next) => void press(next)}
        />
        <ProviderState provider={provider} />
      </Flex>
      <Typography id="sso-on-text" tag="p" textColor="neutral600">
        {t(textOfState())}
      </Typography>
      {isOn && portal.settings.access.control !== 'single-sign-on' && (
        <Typography tag="p" textColor="neutral600">
          {t('sso.on.alone')}{' '}
          <Link to={paths.portal(portal.id, 'access')}>{t('settings.access')}</Link>
        </Typography>
      )}
      <AskDialog
        isOpen={isAsked}
        title={t('sso.off.title', { name: settings.name })}
        confirm={t('sso.off.do')}
        onConfirm={() => turn(false)}
        onClose={() => setIsAsked(false)}
      >
        <Typography>{t('sso.off.text')}</Typography>
      </AskDialog>
    </StepSection>
  );

  function textOfState() {
    if (isOn) return settings.emailDomains.length > 0 ? 'sso.on.byDomain' : 'sso.on.button';
    if (verifiedAt === 0) return 'sso.on.verifyFirst';
    return isDirty ? 'sso.on.saveFirst' : 'sso.on.ready';
  }
}
