import { Box, Button, Field, Flex, IconButton, TextInput, Typography } from '@strapi/design-system';
import { Plus, Trash } from '@strapi/icons';
import { ADDRESSES_COUNT } from '../../../server/contracts/contacts';
import { Pill } from '../../components/Pill';
import { FormSection } from '../../components/RecordFormPage';
import { RecordLink } from '../../components/RecordLink';
import { paths } from '../../plugin';
import type { FieldErrors } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import type { AddressValue, Taken } from './contactValues';

interface Props {
  addresses: AddressValue[];
  errors: FieldErrors;
  taken: Taken | null;
  hasAccount: boolean;
  isDisabled: boolean;
  onChange: (addresses: AddressValue[]) => void;
}

/** Every e-mail address of a contact: one is primary, one signs in. */
export function AddressesSection({
  addresses,
  errors,
  taken,
  hasAccount,
  isDisabled,
  onChange,
}: Props) {
  const t = useWords();
  const set = (index: number, change: Partial<AddressValue>) =>
    onChange(addresses.map((one, at) => (at === index ? { ...one, ...change } : one)));
  const choose = (index: number, flag: 'isPrimary' | 'isMembership') =>
    onChange(addresses.map((one, at) => ({ ...one, [flag]: at === index })));
  const remove = (index: number) => {
    const left = addresses.filter((_one, at) => at !== index);
    const given = (flag: 'isPrimary' | 'isMembership') => left.some((one) => one[flag]);
    onChange(
      left.map((one, at) => ({
        ...one,
        isPrimary: one.isPrimary || (at === 0 && !given('isPrimary')),
        isMembership: one.isMembership || (at === 0 && !given('isMembership')),
      })),
    );
  };
  const add = () =>
    onChange([
      ...addresses,
      {
        address: '',
        isPrimary: addresses.length === 0,
        isMembership: addresses.length === 0,
        isVerified: false,
      },
    ]);

  return (
    <FormSection
      title={t('contacts.addresses')}
      hint={t(hasAccount ? 'contacts.addressesHintAccount' : 'contacts.addressesHint')}
    >
      {addresses.map((one, index) => {
        const field = `addresses.${index}.address`;
        const name = one.address || t('contacts.newAddress');
        return (
          // Rows have no other name than their place: what is typed changes.
          <Box key={index}>
            <Flex gap={3} wrap="wrap" alignItems="flex-end">
              <Box flex="1 1 26rem">
                <Field.Root name={field} error={errors[field]} required>
                  <Field.Label>{t('contacts.addressNumber', { number: index + 1 })}</Field.Label>
                  <TextInput
                    type="email"
                    value={one.address}
                    maxLength={320}
                    autoComplete="off"
                    disabled={isDisabled}
                    onChange={({ target }: { target: { value: string } }) =>
                      set(index, { address: target.value, isVerified: false })
                    }
                  />
                  <Field.Error />
                </Field.Root>
              </Box>
              <Flex gap={2} wrap="wrap" minHeight="4rem">
                {one.isPrimary ? (
                  <Pill variant="primary">{t('contacts.primary')}</Pill>
                ) : (
                  !isDisabled && (
                    <Button variant="tertiary" size="S" onClick={() => choose(index, 'isPrimary')}>
                      {t('contacts.makePrimary')}
                    </Button>
                  )
                )}
                {one.isMembership ? (
                  <Pill variant="secondary">{t('contacts.membership')}</Pill>
                ) : (
                  !isDisabled && (
                    <Button
                      variant="tertiary"
                      size="S"
                      onClick={() => choose(index, 'isMembership')}
                    >
                      {t('contacts.makeMembership')}
                    </Button>
                  )
                )}
                {one.isVerified && <Pill variant="success">{t('contacts.verified')}</Pill>}
                {!isDisabled && (
                  <IconButton
                    variant="ghost"
                    label={t('contacts.removeAddress', { address: name })}
                    onClick={() => remove(index)}
                  >
                    <Trash />
                  </IconButton>
                )}
              </Flex>
            </Flex>
            {taken?.field === field && errors[field] && (
              <Box paddingTop={1}>
                <RecordLink to={paths.contact(taken.contact.id)}>
                  {t('contacts.openOther', { name: taken.contact.name })}
                </RecordLink>
              </Box>
            )}
          </Box>
        );
      })}
      {addresses.length === 0 && (
        <Typography textColor="neutral600">{t('contacts.noAddress')}</Typography>
      )}
      <Box role="alert" style={errors.addresses ? undefined : { display: 'none' }}>
        {errors.addresses && (
          <Typography variant="pi" textColor="danger600">
            {errors.addresses}
          </Typography>
        )}
      </Box>
      {!isDisabled && addresses.length < ADDRESSES_COUNT && (
        <Box>
          <Button variant="secondary" startIcon={<Plus />} onClick={add}>
            {t('contacts.addAddress')}
          </Button>
        </Box>
      )}
    </FormSection>
  );
}
