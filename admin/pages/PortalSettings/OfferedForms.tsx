import { useState } from 'react';
import { Box, Flex, Switch, Typography } from '@strapi/design-system';
import { ReorderList } from '../../components/ReorderList';
import { useWords } from '../../useWords';

interface FormChoice {
  id: string;
  name: string;
}

interface Props {
  all: FormChoice[];
  /** Ids of those that are offered, in their order. */
  chosen: string[];
  error: string | undefined;
  isDisabled: boolean;
  onChange: (chosen: string[]) => void;
}

/** Every published form with a switch, in an order of the portal's own. */
export function OfferedForms({ all, chosen, error, isDisabled, onChange }: Props) {
  const t = useWords();
  // One that is switched off keeps its place for as long as the page is open.
  const [order, setOrder] = useState(() => [
    ...chosen.flatMap((id) => all.find((form) => form.id === id) ?? []),
    ...all.filter(({ id }) => !chosen.includes(id)),
  ]);
  const offered = (forms: FormChoice[], ids: readonly string[]) =>
    forms.map(({ id }) => id).filter((id) => ids.includes(id));

  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <ReorderList
        label={t('settings.supportForm.forms')}
        items={order}
        isDisabled={isDisabled}
        onReorder={(forms) => {
          setOrder(forms);
          onChange(offered(forms, chosen));
        }}
      >
        {({ id, name }) => (
          <Flex justifyContent="space-between" gap={4} minHeight="3.2rem">
            <Typography dir="auto">{name}</Typography>
            <Switch
              aria-label={t('settings.supportForm.offer', { name })}
              checked={chosen.includes(id)}
              disabled={isDisabled}
              visibleLabels
              onLabel={t('settings.supportForm.on')}
              offLabel={t('settings.supportForm.off')}
              onCheckedChange={(isOn) =>
                onChange(
                  offered(order, isOn ? [...chosen, id] : chosen.filter((one) => one !== id)),
                )
              }
            />
          </Flex>
        )}
      </ReorderList>
      <Box role="status">
        {offered(order, chosen).length === 0 && (
          <Typography textColor="warning700">{t('settings.supportForm.nothing')}</Typography>
        )}
      </Box>
      {error && (
        <Typography role="alert" variant="pi" textColor="danger600">
          {error}
        </Typography>
      )}
    </Flex>
  );
}
