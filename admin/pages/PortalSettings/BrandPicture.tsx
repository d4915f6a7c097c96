import { useEffect, useRef, useState } from 'react';
import { getFetchClient } from '@strapi/strapi/admin';
import { Box, Button, Field, Flex } from '@strapi/design-system';
import { api } from '../../services/api';
import { useErrorText } from '../../services/errors';
import { useWords } from '../../useWords';

interface Props {
  name: string;
  label: string;
  hint: string;
  /** Name of the stored picture; '' is none. */
  value: string;
  isOnDark?: boolean;
  error?: string | undefined;
  isDisabled?: boolean;
  onChange: (value: string) => void;
}

/** A logo or icon: stored when it is chosen, shown to customers when the page is saved. */
export function BrandPicture(props: Props) {
  const { value, isDisabled, onChange } = props;
  const t = useWords();
  const textOf = useErrorText();
  const [refusal, setRefusal] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const source = usePicture(value);
  const input = useRef<HTMLInputElement>(null);

  async function send(file: File | undefined): Promise<void> {
    if (!file) return;
    setRefusal('');
    setIsBusy(true);
    const form = new FormData();
    form.append('picture', file);
    try {
      const { data } = await getFetchClient().post<{ name: string }>(api('/brand-pictures'), form);
      onChange(data.name);
    } catch (problem) {
      setRefusal(textOf(problem));
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <Field.Root name={props.name} error={refusal || props.error} hint={props.hint}>
      <Field.Label>{props.label}</Field.Label>
      <Flex gap={3} wrap="wrap" alignItems="center">
        {source !== '' && (
          <Box
            padding={2}
            hasRadius
            borderColor="neutral200"
            style={{ background: props.isOnDark ? '#15181c' : '#fff' }}
          >
            <img
              src={source}
              alt={props.label}
              style={{ display: 'block', maxWidth: '16rem', maxHeight: '4rem' }}
            />
          </Box>
        )}
        {!isDisabled && (
          <>
            <input
              ref={input}
              type="file"
              hidden
              aria-label={props.label}
              accept="image/png,image/jpeg,image/webp,image/gif,image/svg+xml,image/x-icon"
              onChange={({ target }) => {
                void send(target.files?.[0]);
                target.value = '';
              }}
            />
            <Button variant="secondary" loading={isBusy} onClick={() => input.current?.click()}>
              {t('settings.branding.choose')}
            </Button>
            {value !== '' && (
              <Button variant="tertiary" onClick={() => onChange('')}>
                {t('settings.branding.remove')}
              </Button>
            )}
          </>
        )}
      </Flex>
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );
}

/** A plain address would come without the admin's token. */
function usePicture(name: string): string {
  const [source, setSource] = useState('');
  useEffect(() => {
    let isGone = false;
    let address = '';
    setSource('');
    if (name !== '')
      getFetchClient()
        .get<Blob>(api(`/brand-pictures/${name}`), { responseType: 'blob' })
        .then(({ data }) => {
          if (isGone) return;
          address = URL.createObjectURL(data);
          setSource(address);
        })
        .catch(() => undefined);
    return () => {
      isGone = true;
      if (address !== '') URL.revokeObjectURL(address);
    };
  }, [name]);
  return source;
}
