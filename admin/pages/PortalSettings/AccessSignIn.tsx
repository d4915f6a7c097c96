import { useState } from 'react';
import { Typography } from '@strapi/design-system';
import { IDLE_MINUTES } from '../../../server/contracts/portal-settings';
import { FormCell, FormGrid } from '../../components/FormGrid';
import { FormSection } from '../../components/RecordFormPage';
import { SelectField } from '../../components/SelectField';
import { TickField } from '../../components/TickField';
import { useWords } from '../../useWords';
import { AccessNumber } from './AccessNumber';
import type { AccessPart } from './accessPart';

const OWN = 'own';
const WAYS = ['password', 'magicLink', 'passkeys', 'siteAccounts'] as const;

/** By what customers sign in, and how long they stay so. */
export function AccessSignIn(part: AccessPart) {
  const { values, errors, set, isDisabled } = part;
  const t = useWords();
  return (
    <>
      <FormSection title={t('settings.access.signIn')}>
        {values.control === 'single-sign-on' ? (
          <Typography textColor="neutral800">{t('settings.access.waysClosed')}</Typography>
        ) : (
          WAYS.map((way) => (
            <TickField
              key={way}
              name={way}
              label={t(`settings.access.${way}`)}
              hint={t(`settings.access.${way}Hint`)}
              isChosen={values[way]}
              isDisabled={isDisabled}
              error={errors[way]}
              onChange={(isChosen) => set(way, isChosen)}
            />
          ))
        )}
      </FormSection>
      <FormSection title={t('settings.access.sessions')} hint={t('settings.access.sessionsHint')}>
        <FormGrid>
          <FormCell>
            <IdleTime {...part} />
          </FormCell>
          <FormCell>
            <AccessNumber
              name="absoluteDays"
              value={values.absoluteDays}
              error={errors.absoluteDays}
              isDisabled={isDisabled}
              onChange={(days) => set('absoluteDays', days)}
            />
          </FormCell>
        </FormGrid>
      </FormSection>
    </>
  );
}

function IdleTime(part: AccessPart) {
  const { values, errors, set, isDisabled } = part;
  const t = useWords();
  const isKnown = IDLE_MINUTES.some((minutes) => minutes === values.idleMinutes);
  const [isOwn, setIsOwn] = useState(!isKnown);
  return (
    <>
      <SelectField
        name="idle"
        label={t('settings.access.idle')}
        hint={t('settings.access.idleHint')}
        value={isOwn ? OWN : String(values.idleMinutes)}
        options={[
          ...IDLE_MINUTES.map((minutes) => ({
            value: String(minutes),
            label: t('settings.access.idleMinutesOption', { hours: minutes / 60, minutes }),
          })),
          { value: OWN, label: t('settings.access.idleOwn') },
        ]}
        isDisabled={isDisabled}
        onChange={(chosen) => {
          setIsOwn(chosen === OWN);
          if (chosen !== OWN) set('idleMinutes', Number(chosen));
        }}
      />
      {isOwn && (
        <AccessNumber
          name="idleMinutes"
          value={values.idleMinutes}
          error={errors.idleMinutes}
          isDisabled={isDisabled}
          onChange={(minutes) => set('idleMinutes', minutes)}
        />
      )}
    </>
  );
}
