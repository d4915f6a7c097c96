import { Box, Button, Field, Flex, TextInput, Typography } from '@strapi/design-system';
import { useWords } from '../../../useWords';
import type { ProviderPart } from './providerPart';

/** The client's secret: it goes in, and never comes out again. */
export function SecretField({ provider, values, errors, set, isDisabled }: ProviderPart) {
  const t = useWords();
  const isKept = provider.hasSecret && !provider.isSecretLost && values.clientSecret === undefined;
  if (isKept)
    return (
      <Flex gap={3} wrap="wrap" justifyContent="space-between">
        <Box>
          <Typography tag="p" variant="pi" fontWeight="bold">
            {t('sso.secret')}
          </Typography>
          <Typography tag="p" textColor="neutral600">
            {t('sso.secretKept')}
          </Typography>
        </Box>
        {!isDisabled && (
          <Button variant="secondary" onClick={() => set('clientSecret', '')}>
            {t('sso.secretReplace')}
          </Button>
        )}
      </Flex>
    );
  return (
    <Field.Root
      name="clientSecret"
      error={errors.clientSecret}
      hint={t(provider.hasSecret ? 'sso.secretNewHint' : 'sso.secretHint')}
    >
      <Field.Label>{t('sso.secret')}</Field.Label>
      <Flex gap={3} wrap="wrap">
        <Box flex="1 1 24rem">
          <TextInput
            type="password"
            autoComplete="new-password"
            value={values.clientSecret ?? ''}
            maxLength={2000}
            dir="ltr"
            disabled={isDisabled}
            onChange={({ target }: { target: { value: string } }) =>
              set('clientSecret', provider.hasSecret ? target.value : target.value || undefined)
            }
          />
        </Box>
        {provider.hasSecret && !provider.isSecretLost && (
          <Button variant="tertiary" onClick={() => set('clientSecret', undefined)}>
            {t('sso.secretKeep')}
          </Button>
        )}
      </Flex>
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );
}
