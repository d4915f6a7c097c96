import { useEffect, useRef, useState } from 'react';
import { getFetchClient } from '@strapi/strapi/admin';
import { Avatar, Button, Field, Flex } from '@strapi/design-system';
import type { AgentDetail } from '../../../server/contracts/agents';
import { api } from '../../services/api';
import { useErrorText } from '../../services/errors';
import { useWords } from '../../useWords';

interface Props {
  agent: AgentDetail;
  canEdit: boolean;
  onChanged: (agent: AgentDetail) => void;
}

/** The picture of an agent: chosen, shown and taken away at once. */
export function PictureField({ agent, canEdit, onChanged }: Props) {
  const t = useWords();
  const textOf = useErrorText();
  const [error, setError] = useState('');
  const [source, setSource] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const route = api(`/agents/${agent.id}/picture`);

  // A plain address would come without the admin's token.
  useEffect(() => {
    let isGone = false;
    let address = '';
    setSource('');
    if (agent.picture !== '')
      getFetchClient()
        .get<Blob>(route, { responseType: 'blob' })
        .then(({ data }) => {
          if (isGone) return;
          address = URL.createObjectURL(data);
          setSource(address);
        })
        // A missing file shows the letters of the name.
        .catch(() => undefined);
    return () => {
      isGone = true;
      if (address !== '') URL.revokeObjectURL(address);
    };
  }, [agent.picture, route]);

  const run = async (work: () => Promise<{ data: AgentDetail }>) => {
    setError('');
    try {
      onChanged((await work()).data);
    } catch (problem) {
      setError(textOf(problem));
    }
  };

  const send = (file: File | undefined) => {
    if (!file) return;
    const form = new FormData();
    form.append('picture', file);
    void run(() => getFetchClient().post<AgentDetail>(route, form));
  };

  const letters = agent.name
    .split(' ')
    .map((word) => word[0] ?? '')
    .slice(0, 2)
    .join('');
  return (
    <Field.Root name="picture" error={error} hint={t('inboxes.pictureHint')}>
      <Field.Label>{t('inboxes.picture')}</Field.Label>
      <Flex gap={3} wrap="wrap">
        <Avatar.Item
          src={source || undefined}
          alt=""
          fallback={letters}
          style={{ width: '6.4rem', height: '6.4rem', flexShrink: 0 }}
        />
        {canEdit && (
          <>
            <input
              ref={input}
              type="file"
              hidden
              accept="image/png,image/jpeg,image/webp"
              onChange={({ target }) => {
                send(target.files?.[0]);
                target.value = '';
              }}
            />
            <Button variant="secondary" onClick={() => input.current?.click()}>
              {t('inboxes.pictureChoose')}
            </Button>
            {agent.picture !== '' && (
              <Button
                variant="tertiary"
                onClick={() => void run(() => getFetchClient().del<AgentDetail>(route))}
              >
                {t('inboxes.pictureRemove')}
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
