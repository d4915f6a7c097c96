import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import type { NextSteps } from '../../../../server/contracts/portal-setup';
import { OutsideLink } from '../../../components/OutsideLink';
import { RecordLink } from '../../../components/RecordLink';
import { SelectField } from '../../../components/SelectField';
import { TextField } from '../../../components/TextField';
import { paths } from '../../../plugin';
import { createRecord, saveRecord } from '../../../services/records';
import { fieldErrors, useErrorText } from '../../../services/errors';
import { useWords } from '../../../useWords';

interface Props {
  steps: NextSteps;
  mayEdit: boolean;
  onChanged: () => void;
}

/** The link between portal and knowledge base, and the knowledge base itself where none stands on the domain yet. */
export function KnowledgeBaseCard({ steps, mayEdit, onChanged }: Props) {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const { portal, knowledgeBase, freeKnowledgeBases } = steps;
  const settings = portal.settings.knowledgeBase;

  if (settings.kind !== 'built-in')
    return (
      <Typography>
        {t('setup.done.baseOutside')}{' '}
        <RecordLink to={paths.portal(portal.id, 'knowledge-base')}>
          {t('setup.done.settings')}
        </RecordLink>
      </Typography>
    );
  if (!knowledgeBase) {
    if (freeKnowledgeBases.length === 0 || !mayEdit)
      return <Typography>{t('setup.done.baseNoneFree')}</Typography>;
    return <Placing steps={steps} onPlaced={onChanged} />;
  }

  async function link(): Promise<void> {
    try {
      await saveRecord(`/portals/${portal.id}/settings/knowledgeBase`, {
        ...settings,
        linksToPortal: true,
      });
      toggleNotification({ type: 'success', message: t('setup.done.linked') });
      onChanged();
    } catch (error) {
      toggleNotification({ type: 'danger', message: textOf(error) });
    }
  }
  const { title, address, leadsTo } = knowledgeBase;
  return (
    <>
      <Typography>
        {settings.linksToPortal && leadsTo !== ''
          ? t('setup.done.baseLeadsElsewhere', { title, portal: leadsTo })
          : t(settings.linksToPortal ? 'setup.done.baseLinked' : 'setup.done.baseNotLinked', {
              title,
            })}
      </Typography>
      <Flex gap={4} alignItems="center" wrap="wrap">
        {!settings.linksToPortal && mayEdit && (
          <Button variant="secondary" onClick={() => void link()}>
            {t('setup.done.linkBase')}
          </Button>
        )}
        <Typography>
          <OutsideLink to={address}>{t('setup.done.openBase')}</OutsideLink>
        </Typography>
      </Flex>
    </>
  );
}

function Placing({ steps, onPlaced }: { steps: NextSteps; onPlaced: () => void }) {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const { portal, freeKnowledgeBases, isRootFree } = steps;
  const [chosen, setChosen] = useState(freeKnowledgeBases[0]?.id ?? '');
  const [slug, setSlug] = useState(isRootFree ? '' : 'help');
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [isBusy, setIsBusy] = useState(false);

  async function place(): Promise<void> {
    setIsBusy(true);
    setErrors({});
    try {
      await createRecord(`/portals/${portal.id}/knowledge-base`, { knowledgeBase: chosen, slug });
      toggleNotification({ type: 'success', message: t('setup.done.basePlaced') });
      onPlaced();
    } catch (error) {
      const found = fieldErrors(error);
      setErrors(Object.keys(found).length > 0 ? found : { knowledgeBase: textOf(error) });
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void place();
      }}
    >
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography>{t('setup.done.baseNone')}</Typography>
        <SelectField
          name="knowledgeBase"
          label={t('setup.done.chooseBase')}
          value={chosen}
          options={freeKnowledgeBases.map(({ id, title }) => ({ value: id, label: title }))}
          error={errors.knowledgeBase}
          onChange={setChosen}
        />
        <TextField
          name="slug"
          label={t('setup.done.baseSlug')}
          hint={t(isRootFree ? 'setup.done.baseSlugRoot' : 'setup.done.baseSlugHint')}
          value={slug}
          error={errors.slug}
          maxLength={60}
          onChange={setSlug}
        />
        <Box>
          <Button type="submit" variant="secondary" loading={isBusy}>
            {t('setup.done.placeBase')}
          </Button>
        </Box>
      </Flex>
    </form>
  );
}
