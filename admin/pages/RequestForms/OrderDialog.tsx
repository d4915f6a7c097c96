import { useEffect, useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import {
  Box,
  Button,
  Field,
  Flex,
  Modal,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import type { RequestFormRow } from '../../../server/contracts/request-forms';
import { ReorderList } from '../../components/ReorderList';
import { Failure, Loading } from '../../components/States';
import { useErrorText } from '../../services/errors';
import { saveRecord, useRecords } from '../../services/records';
import { useWords } from '../../useWords';
import { FormStatePill } from './FormStatePill';

interface Props {
  portals: { id: string; name: string }[];
  first: string;
  onClose: (isChanged: boolean) => void;
}

/** In which order a portal offers its forms. */
export function OrderDialog({ portals, first, onClose }: Props) {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const [portal, setPortal] = useState(first);
  const { data, error, isLoading, refetch } = useRecords<RequestFormRow>(
    '/request-forms',
    { portal, sort: 'portal' },
    undefined,
  );
  const [rows, setRows] = useState<RequestFormRow[]>([]);
  const [problem, setProblem] = useState('');
  const [isSaving, setIsSaving] = useState(false);
  useEffect(() => setRows(data?.rows ?? []), [data]);

  const save = async () => {
    setIsSaving(true);
    setProblem('');
    try {
      await saveRecord('/request-forms/order', { portal, ids: rows.map(({ id }) => id) });
      toggleNotification({ type: 'success', message: t('form.saved') });
      onClose(true);
    } catch (refusal) {
      setProblem(textOf(refusal));
      setIsSaving(false);
    }
  };

  return (
    <Modal.Root open onOpenChange={(isOpen: boolean) => !isOpen && onClose(false)}>
      <Modal.Content>
        <Modal.Header>
          <Modal.Title>{t('requestForms.order')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={4}>
            <Typography textColor="neutral600">{t('requestForms.orderHint')}</Typography>
            {portals.length > 1 && (
              <Field.Root name="portal">
                <Field.Label>{t('requestForms.portal')}</Field.Label>
                <SingleSelect value={portal} onChange={(next) => setPortal(String(next))}>
                  {portals.map(({ id, name }) => (
                    <SingleSelectOption key={id} value={id}>
                      {name}
                    </SingleSelectOption>
                  ))}
                </SingleSelect>
              </Field.Root>
            )}
            {error && !isLoading ? (
              <Failure error={error} onRetry={refetch} />
            ) : isLoading ? (
              <Loading />
            ) : (
              <ReorderList label={t('requestForms.order')} items={rows} onReorder={setRows}>
                {({ name, state }) => (
                  <Flex gap={3} wrap="wrap">
                    <Typography fontWeight="semiBold">{name}</Typography>
                    <FormStatePill state={state} />
                  </Flex>
                )}
              </ReorderList>
            )}
            <Box role="alert">
              {problem && <Typography textColor="danger600">{problem}</Typography>}
            </Box>
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={() => onClose(false)}>
            {t('form.cancel')}
          </Button>
          <Button loading={isSaving} disabled={rows.length < 2} onClick={() => void save()}>
            {t('form.save')}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}
