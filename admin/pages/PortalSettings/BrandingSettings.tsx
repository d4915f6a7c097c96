import { Field, Flex, Textarea } from '@strapi/design-system';
import {
  FONTS,
  RADII,
  STYLESHEET_SIZE,
  type BrandingSettings as Branding,
} from '../../../server/contracts/portal-settings';
import { DARK_PAPER, PAPER } from '../../../server/rules/contrast';
import { FormCell, FormGrid } from '../../components/FormGrid';
import { FormSection } from '../../components/RecordFormPage';
import { SelectField } from '../../components/SelectField';
import { useWords } from '../../useWords';
import { BrandingPreview } from './BrandingPreview';
import { BrandLinks } from './BrandLinks';
import { BrandPicture } from './BrandPicture';
import { ColorField } from './ColorField';
import { DomainLook } from './DomainLook';
import type { SectionProps } from './sections';
import { SettingsForm } from './SettingsForm';
import { useLanguagesOf } from './useLanguagesOf';
import { useSectionForm } from './useSectionForm';

const PICTURES = ['logo', 'logoDark', 'favicon'] as const;

/** Logo, colours, font, links and stylesheet, with the portal's own pages beside them. */
export function BrandingSettings(props: SectionProps) {
  const { portal, canEdit } = props;
  const t = useWords();
  const languages = useLanguagesOf(portal);
  const form = useSectionForm('branding', props);
  const { values, errors, set } = form;
  const isDisabled = !canEdit;

  const color = (name: 'accent' | 'accentDark' | 'header', ground?: string) => (
    <ColorField
      name={name}
      label={t(`settings.branding.${name}`)}
      hint={t(`settings.branding.${name}Hint`)}
      value={values[name]}
      ground={ground}
      error={errors[name]}
      isOptional={name !== 'accent'}
      isDisabled={isDisabled}
      onChange={(value) => set(name, value)}
    />
  );

  return (
    <SettingsForm
      {...props}
      label="settings.branding"
      form={form}
      below={<BrandingPreview portal={portal} branding={values} />}
    >
      <FormSection title={t('settings.branding.pictures')}>
        <FormGrid>
          {PICTURES.map((name) => (
            <FormCell key={name}>
              <BrandPicture
                name={name}
                label={t(`settings.branding.${name}`)}
                hint={t(`settings.branding.${name}Hint`)}
                value={values[name]}
                isOnDark={name === 'logoDark'}
                error={errors[name]}
                isDisabled={isDisabled}
                onChange={(value) => set(name, value)}
              />
            </FormCell>
          ))}
        </FormGrid>
      </FormSection>
      <FormSection title={t('settings.branding.look')}>
        <FormGrid>
          <FormCell>{color('accent', PAPER)}</FormCell>
          <FormCell>{color('accentDark', DARK_PAPER)}</FormCell>
          <FormCell>{color('header')}</FormCell>
          <FormCell>
            <SelectField
              name="font"
              label={t('settings.branding.font')}
              hint={t('settings.branding.fontHint')}
              value={values.font}
              options={FONTS.map((font) => ({
                value: font,
                label: t(`settings.branding.font.${font}`),
              }))}
              error={errors.font}
              isDisabled={isDisabled}
              onChange={(font) => set('font', font as Branding['font'])}
            />
          </FormCell>
          <FormCell>
            <SelectField
              name="radius"
              label={t('settings.branding.radius')}
              hint={t('settings.branding.radiusHint')}
              value={String(values.radius)}
              options={RADII.map((radius) => ({
                value: String(radius),
                label: t(`settings.branding.radius.${radius}`),
              }))}
              error={errors.radius}
              isDisabled={isDisabled}
              onChange={(radius) => set('radius', Number(radius) as Branding['radius'])}
            />
          </FormCell>
        </FormGrid>
      </FormSection>
      <FormSection title={t('settings.branding.links')} hint={t('settings.branding.linksHint')}>
        <Flex direction="column" alignItems="stretch" gap={6}>
          {(['headerLinks', 'footerLinks'] as const).map((list) => (
            <BrandLinks
              key={list}
              name={list}
              label={t(`settings.branding.${list}`)}
              most={list === 'headerLinks' ? 6 : 12}
              languages={languages}
              links={values[list]}
              errors={errors}
              isDisabled={isDisabled}
              onChange={(links) => set(list, links)}
            />
          ))}
        </Flex>
      </FormSection>
      {canEdit && portal.state !== 'draft' && (
        <DomainLook
          portal={portal}
          values={values}
          isDirty={form.isDirty}
          onTake={(look) =>
            Object.entries(look).forEach(([name, value]) =>
              set(name as keyof typeof look, value as never),
            )
          }
          onKept={props.refetch}
        />
      )}
      <FormSection title={t('settings.branding.own')}>
        <Field.Root
          name="stylesheet"
          error={errors.stylesheet}
          hint={t('settings.branding.stylesheetHint')}
        >
          <Field.Label>{t('settings.branding.stylesheet')}</Field.Label>
          <Textarea
            value={values.stylesheet}
            maxLength={STYLESHEET_SIZE}
            rows={8}
            dir="ltr"
            spellCheck={false}
            disabled={isDisabled}
            style={{ fontFamily: 'ui-monospace, monospace' }}
            onChange={({ target }: { target: { value: string } }) =>
              set('stylesheet', target.value)
            }
          />
          <Field.Error />
          <Field.Hint />
        </Field.Root>
      </FormSection>
    </SettingsForm>
  );
}
