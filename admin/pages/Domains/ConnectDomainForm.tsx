import type { FormEvent } from 'react';
import { Box, Button, Field, Flex, Modal, TextInput, Typography } from '@strapi/design-system';
import type { DomainChoices, DomainDetail, NewDomain } from '../../../server/contracts/domains';
import { Failure, Loading } from '../../components/States';
import { api } from '../../services/api';
import { createRecord } from '../../services/records';
import { useRead } from '../../services/useRead';
import { useRecordForm } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import { LanguageField } from './LanguageField';

interface Props {
  /** The domain is connected and has been checked once; its state says what the check found. */
  onConnected: (domain: DomainDetail) => void;
  onCancel: () => void;
}

/** Connects a domain on the spot: in a dialog of any page. */
export function ConnectDomainDialog(props: Props & { isOpen: boolean }) {
  const t = useWords();
  const { isOpen, onCancel } = props;
  return (
    <Modal.Root open={isOpen} onOpenChange={(next) => !next && onCancel()}>
      <Modal.Content>
        <Modal.Header>
          <Modal.Title>{t('domains.connect')}</Modal.Title>
        </Modal.Header>
        <ConnectDomainForm {...props} />
      </Modal.Content>
    </Modal.Root>
  );
}

/** Body and footer of such a dialog. */
export function ConnectDomainForm(props: Props) {
  const { data, error, refetch } = useRead<DomainChoices>(api('/domain-choices'));
  if (data) return <Fields {...props} choices={data} />;
  return (
    <Modal.Body>{error ? <Failure error={error} onRetry={refetch} /> : <Loading />}</Modal.Body>
  );
}

function Fields({ choices, onConnected, onCancel }: Props & { choices: DomainChoices }) {
  const t = useWords();
  const form = useRecordForm<NewDomain, DomainDetail>({
    initial: {
      address: '',
      primaryLanguage: choices.languages[0]?.code ?? 'en',
      addLocale: choices.canAddLocale,
    },
    check: ({ address }): Record<string, string> =>
      address.trim() === '' ? { address: t('domains.addressMissing') } : {},
    save: (values) => createRecord<DomainDetail>('/domains', values),
    onSaved: onConnected,
  });
  const { values, errors, set } = form;
  const isOther = form.formError !== '' && Object.keys(errors).length === 0;
  // A form around the dialog in React's tree is not to be sent with this one.
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    void form.submit();
  };
  return (
    <form ref={form.form} onSubmit={onSubmit} noValidate>
      <Modal.Body>
        <Box role="alert" paddingBottom={isOther ? 4 : 0}>
          {isOther && <Typography textColor="danger600">{form.formError}</Typography>}
        </Box>
        <Flex direction="column" alignItems="stretch" gap={4}>
          <Field.Root
            name="address"
            error={errors.address}
            hint={t('domains.addressHint')}
            required
          >
            <Field.Label>{t('domains.address')}</Field.Label>
            <TextInput
              value={values.address}
              placeholder="help.example.com"
              maxLength={300}
              dir="ltr"
              autoComplete="off"
              spellCheck={false}
              onChange={({ target }: { target: { value: string } }) => set('address', target.value)}
            />
            <Field.Hint />
            <Field.Error />
          </Field.Root>
          <LanguageField
            choices={choices}
            value={values.primaryLanguage}
            addLocale={values.addLocale}
            error={errors.primaryLanguage}
            hint={t('domains.languageHint')}
            onChange={(language) => set('primaryLanguage', language)}
            onAddLocale={(addLocale) => set('addLocale', addLocale)}
          />
          <Typography variant="pi" textColor="neutral600">
            {t('domains.connectNext')}
          </Typography>
        </Flex>
      </Modal.Body>
      <Modal.Footer>
        <Button variant="tertiary" onClick={onCancel}>
          {t('form.cancel')}
        </Button>
        <Button type="submit" loading={form.isSaving}>
          {t('domains.connectNow')}
        </Button>
      </Modal.Footer>
    </form>
  );
}
