import { useEffect, useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import {
  Button,
  Checkbox,
  Field,
  Flex,
  Radio,
  Textarea,
  TextInput,
  Typography,
} from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import { useIntl } from 'react-intl';
import { useNavigate } from 'react-router-dom';
import type {
  AccessGroupDetail,
  AccessGroupKind,
  AccessImpact,
} from '../../../server/contracts/access-groups';
import type { FilterGroups } from '../../../server/contracts/filter-operators';
import type { StructureChoices } from '../../../server/contracts/structure';
import { AskDialog } from '../../components/AskDialog';
import {
  FilterGroupsEditor,
  FilterPreview,
  filterErrors,
} from '../../components/FilterGroupsEditor';
import { FormSection, RecordFormPage } from '../../components/RecordFormPage';
import { paths } from '../../plugin';
import { createRecord, saveRecord } from '../../services/records';
import { useRecordForm } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import { DeleteGroupDialog } from './DeleteGroupDialog';
import { ImpactText } from './ImpactText';
import { confirmedOf, impactIn } from './impact';
import { Members } from './Members';

interface Props {
  /** null for a new one. */
  group: AccessGroupDetail | null;
  structure: StructureChoices;
  canEdit: boolean;
  onChanged: (group: AccessGroupDetail) => void;
  onMembersChanged: () => void;
}

/** What saving answers: of a new group only its id. */
type Saved = AccessGroupDetail | { id: string };

interface Values {
  name: string;
  description: string;
  kind: AccessGroupKind;
  filterGroups: FilterGroups;
  portals: string[];
}

const valuesOf = (group: AccessGroupDetail | null): Values => ({
  name: group?.name ?? '',
  description: group?.description ?? '',
  kind: group?.kind ?? 'static',
  filterGroups: group?.filterGroups ?? [],
  portals: group?.portals.map(({ id }) => id) ?? [],
});

export function AccessGroupForm({ group, structure, canEdit, onChanged, onMembersChanged }: Props) {
  const t = useWords();
  const { locale } = useIntl();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const [impact, setImpact] = useState<AccessImpact | null>(null);
  const [made, setMade] = useState('');
  const [isDeleting, setIsDeleting] = useState(false);
  const properties = structure.properties.filter(({ subject }) => subject === 'contact');

  async function send(values: Values, confirmed?: AccessImpact): Promise<Saved> {
    const input = { ...values, confirmed: confirmed && confirmedOf(confirmed) };
    return group
      ? saveRecord<Saved>(`/access-groups/${group.id}`, input)
      : createRecord<Saved>('/access-groups', input);
  }

  /** What the server asks about is shown; the same change goes again once it is confirmed. */
  async function sendOrAsk(values: Values, confirmed?: AccessImpact): Promise<Saved> {
    try {
      return await send(values, confirmed);
    } catch (error) {
      const asked = impactIn(error);
      if (asked) setImpact(asked);
      throw error;
    }
  }

  const onSaved = (saved: Saved) => {
    toggleNotification({ type: 'success', message: t('form.saved') });
    if ('members' in saved) onChanged(saved);
    else setMade(saved.id);
  };
  // After the next paint, when nothing is unsaved any more.
  useEffect(() => {
    if (made !== '') navigate(`${paths.accessGroups}/${made}`, { replace: true });
  }, [made, navigate]);

  const form = useRecordForm<Values, Saved>({
    initial: valuesOf(group),
    check: (values) => ({
      ...(values.name.trim() === '' ? { name: t('accessGroups.nameMissing') } : {}),
      ...(values.kind === 'dynamic'
        ? {
            ...(values.filterGroups.length === 0
              ? { filterGroups: t('accessGroups.filterMissing') }
              : {}),
            ...filterErrors('filterGroups', values.filterGroups, properties),
          }
        : {}),
    }),
    save: sendOrAsk,
    onSaved,
  });
  const { values, errors, set } = form;
  const isDisabled = !canEdit;

  return (
    <>
      <RecordFormPage
        title={group?.name ?? t('accessGroups.new')}
        subtitle={group ? t(`accessGroups.about.${group.kind}`) : undefined}
        back={{ to: paths.accessGroups, label: t('nav.accessGroups') }}
        form={form}
        canSave={canEdit}
        actions={
          group &&
          canEdit && (
            <Button
              variant="danger-light"
              startIcon={<Trash />}
              onClick={() => setIsDeleting(true)}
            >
              {t('form.delete')}
            </Button>
          )
        }
        below={group && <Members group={group} canEdit={canEdit} onChanged={onMembersChanged} />}
      >
        <FormSection title={t('accessGroups.general')}>
          <Field.Root name="name" error={errors.name} required>
            <Field.Label>{t('accessGroups.name')}</Field.Label>
            <TextInput
              value={values.name}
              maxLength={191}
              dir="auto"
              disabled={isDisabled}
              onChange={({ target }: { target: { value: string } }) => set('name', target.value)}
            />
            <Field.Error />
          </Field.Root>
          <Field.Root name="description" error={errors.description}>
            <Field.Label>{t('accessGroups.description')}</Field.Label>
            <Textarea
              value={values.description}
              maxLength={1000}
              dir="auto"
              disabled={isDisabled}
              onChange={({ target }: { target: { value: string } }) =>
                set('description', target.value)
              }
            />
            <Field.Error />
          </Field.Root>
          {!group && (
            <Field.Root name="kind" hint={t('accessGroups.kindHint')} error={errors.kind}>
              <Field.Label>{t('accessGroups.kind')}</Field.Label>
              <Radio.Group
                aria-label={t('accessGroups.kind')}
                value={values.kind}
                onValueChange={(kind: string) => set('kind', kind as AccessGroupKind)}
              >
                <Radio.Item value="static">{t('accessGroups.choose.static')}</Radio.Item>
                <Radio.Item value="dynamic">{t('accessGroups.choose.dynamic')}</Radio.Item>
              </Radio.Group>
              <Field.Hint />
              <Field.Error />
            </Field.Root>
          )}
        </FormSection>
        {values.kind === 'dynamic' && (
          <FormSection title={t('accessGroups.filter')} hint={t('accessGroups.filterHint')}>
            <FilterGroupsEditor
              subject="contact"
              properties={properties}
              value={values.filterGroups}
              errors={errors}
              name="filterGroups"
              isDisabled={isDisabled}
              language={locale}
              onChange={(filterGroups) => set('filterGroups', filterGroups)}
            />
            <FilterPreview groups={values.filterGroups} properties={properties} />
          </FormSection>
        )}
        <FormSection title={t('accessGroups.portals')} hint={t('accessGroups.portalsHint')}>
          {structure.portals.length === 0 && (
            <Typography textColor="neutral600">{t('accessGroups.portalsNone')}</Typography>
          )}
          <Field.Root name="portals" error={errors.portals}>
            <Flex
              direction="column"
              alignItems="flex-start"
              gap={3}
              role="group"
              aria-label={t('accessGroups.portals')}
            >
              {structure.portals.map(({ id, name }) => (
                <Checkbox
                  key={id}
                  checked={values.portals.includes(id)}
                  disabled={isDisabled}
                  onCheckedChange={(isChosen) =>
                    set(
                      'portals',
                      isChosen
                        ? [...values.portals, id]
                        : values.portals.filter((one) => one !== id),
                    )
                  }
                >
                  {name}
                </Checkbox>
              ))}
            </Flex>
            <Field.Error />
          </Field.Root>
        </FormSection>
      </RecordFormPage>
      <AskDialog
        isOpen={impact !== null}
        title={t('accessGroups.askTitle')}
        confirm={t('accessGroups.confirm')}
        onConfirm={async () => {
          const saved = await sendOrAsk(values, impact ?? undefined);
          form.reset(values);
          onSaved(saved);
        }}
        onClose={() => setImpact(null)}
      >
        {impact && <ImpactText impact={impact} />}
      </AskDialog>
      {group && isDeleting && (
        <DeleteGroupDialog group={group} onClose={() => setIsDeleting(false)} />
      )}
    </>
  );
}
