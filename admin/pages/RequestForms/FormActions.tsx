import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Button, MenuItem, SimpleMenu, Typography } from '@strapi/design-system';
import type { RequestFormDetail } from '../../../server/contracts/request-forms';
import { AskDialog } from '../../components/AskDialog';
import { createRecord, deleteRecord } from '../../services/records';
import { useWords } from '../../useWords';

interface Props {
  record: RequestFormDetail;
  isDirty: boolean;
  canEdit: boolean;
  canPublish: boolean;
  onRefused: (error: unknown) => void;
  onChanged: (record: RequestFormDetail) => void;
  onDeleted: () => void;
}

type Asked = 'unpublish' | 'discard' | 'delete';

/** Publish, and what is asked for more rarely. */
export function FormActions(props: Props) {
  const { record, isDirty, canEdit, canPublish } = props;
  const t = useWords();
  const { toggleNotification } = useNotification();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [isPublishing, setIsPublishing] = useState(false);
  const isPublished = record.state !== 'draft';
  const route = `/request-forms/${record.id}`;

  const publish = async () => {
    setIsPublishing(true);
    try {
      props.onChanged(await createRecord<RequestFormDetail>(`${route}/publish`, {}));
      toggleNotification({ type: 'success', message: t('requestForms.published') });
    } catch (error) {
      props.onRefused(error);
    } finally {
      setIsPublishing(false);
    }
  };

  const confirm = async (action: Asked) => {
    if (action === 'delete') {
      await deleteRecord(route);
      toggleNotification({ type: 'success', message: t('form.deleted') });
      return props.onDeleted();
    }
    props.onChanged(await createRecord<RequestFormDetail>(`${route}/${action}`, {}));
    toggleNotification({ type: 'success', message: t(`requestForms.${action}Done`) });
  };

  const isOffered: Record<Asked, boolean> = {
    unpublish: canPublish && isPublished,
    discard: canEdit && (record.state === 'changed' || (isDirty && isPublished)),
    delete: canEdit && (canPublish || !isPublished),
  };
  const offered = (['unpublish', 'discard', 'delete'] as const).filter(
    (action) => isOffered[action],
  );

  return (
    <>
      {offered.length > 0 && (
        <SimpleMenu label={t('requestForms.more')} variant="tertiary">
          {offered.map((action) => (
            <MenuItem key={action} onSelect={() => setAsked(action)}>
              {t(`requestForms.${action}`)}
            </MenuItem>
          ))}
        </SimpleMenu>
      )}
      {canPublish && (
        <Button
          variant="secondary"
          loading={isPublishing}
          disabled={isDirty || record.state === 'published'}
          title={isDirty ? t('requestForms.saveFirst') : undefined}
          onClick={() => void publish()}
        >
          {t('requestForms.publish')}
        </Button>
      )}
      {asked && (
        <AskDialog
          isOpen
          title={t(`requestForms.${asked}`)}
          confirm={t(`requestForms.${asked}`)}
          isDanger={asked !== 'unpublish'}
          onConfirm={() => confirm(asked)}
          onClose={() => setAsked(null)}
        >
          <Typography>{t(`requestForms.${asked}Ask`, { name: record.name })}</Typography>
        </AskDialog>
      )}
    </>
  );
}
