import { useRef, useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Box, Button, Field, Flex, TextInput } from '@strapi/design-system';
import type { ReadMetadata } from '../../../../server/contracts/identity-providers';
import { useErrorText } from '../../../services/errors';
import { createRecord } from '../../../services/records';
import { useWords } from '../../../useWords';
import type { ProviderPart } from './providerPart';

const LARGEST = 1_000_000;

/** The provider's metadata, by address or as a file: they fill in the fields below, which are saved as all others are. */
export function MetadataField({
  values,
  set,
  errors,
  isDisabled,
  route,
}: ProviderPart & { route: string }) {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const [url, setUrl] = useState(values.saml.metadataUrl);
  const [refusal, setRefusal] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const file = useRef<HTMLInputElement>(null);

  async function read(given: { url: string } | { xml: string }): Promise<void> {
    setRefusal('');
    setIsBusy(true);
    try {
      const found = await createRecord<ReadMetadata>(`${route}/metadata`, given);
      set('saml', { ...values.saml, ...found });
      toggleNotification({ type: 'success', message: t('sso.metadata.read') });
    } catch (error) {
      setRefusal(textOf(error));
    } finally {
      setIsBusy(false);
    }
  }

  async function readFile(chosen: File | undefined): Promise<void> {
    if (!chosen) return;
    if (chosen.size > LARGEST) return setRefusal(t('sso.metadata.tooLarge'));
    await read({ xml: await chosen.text() });
  }

  return (
    <Field.Root
      name="saml.metadataUrl"
      error={refusal || errors['saml.metadataUrl']}
      hint={t('sso.metadata.hint')}
    >
      <Field.Label>{t('sso.metadata')}</Field.Label>
      <Flex gap={3} wrap="wrap">
        <Box flex="1 1 24rem">
          <TextInput
            value={url}
            maxLength={500}
            dir="ltr"
            placeholder="https://"
            disabled={isDisabled}
            onChange={({ target }: { target: { value: string } }) => {
              setUrl(target.value);
              setRefusal('');
            }}
          />
        </Box>
        {!isDisabled && (
          <>
            <Button
              variant="secondary"
              loading={isBusy}
              disabled={url.trim() === ''}
              onClick={() => void read({ url })}
            >
              {t('sso.metadata.fetch')}
            </Button>
            <input
              ref={file}
              type="file"
              hidden
              aria-label={t('sso.metadata.upload')}
              accept=".xml,text/xml,application/xml,application/samlmetadata+xml"
              onChange={({ target }) => {
                void readFile(target.files?.[0]);
                target.value = '';
              }}
            />
            <Button variant="secondary" loading={isBusy} onClick={() => file.current?.click()}>
              {t('sso.metadata.upload')}
            </Button>
          </>
        )}
      </Flex>
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );
}
