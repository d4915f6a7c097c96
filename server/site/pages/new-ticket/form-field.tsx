import type { FormField } from '../../../contracts/request-forms';
import { wordIn } from '../../../rules/property-values';
import { fieldName, type ShapeField } from '../../../rules/request-forms';
import type { SuggestedArticle } from '../../../services/article-suggestions';
import type { PublishedForm } from '../../../services/types';
import { Fragment, h, type Child } from '../../html';
import { KeptUploads } from '../../layout/composer';
import { Field, Files, Select, Tick, TickGroup, type Problem } from '../../layout/parts';
import type { SiteRequest } from '../../request';
import { labelOf } from './form-words';
import { SuggestionsPlace } from './suggestions';

/** A choice of so few that every option can be seen at once. */
const FEW = 5;

interface Props {
  request: SiteRequest;
  form: PublishedForm;
  field: FormField;
  shape: ShapeField;
  typed: readonly string[];
  problems: Problem[];
  /** Shown below the subject. */
  suggestions?: SuggestedArticle[];
}

const INPUTS: Partial<Record<ShapeField['kind'], { type?: string; inputMode?: string }>> = {
  date: { type: 'date' },
  link: { type: 'url' },
  number: { inputMode: 'decimal' },
};

/** One field of a request form, by the kind of its property. */
export function RequestFormField(props: Props) {
  const { request, form, field, shape, typed, problems, suggestions = [] } = props;
  const hasUploads = (request.composed?.uploads ?? []).length > 0;
  const { language, t } = request;
  const property = form.properties.get(field.property);
  const label = labelOf(request, form, field);
  const common = {
    id: fieldName(field.property),
    label,
    help: wordIn(field.helps, language) || wordIn(property?.helps ?? {}, language) || undefined,
    problems,
    // A field that may be hidden cannot be demanded by the browser: without a script it always stands there.
    required: field.isRequired && field.conditions.length === 0,
    note: field.isRequired ? t('new.required') : undefined,
  };
  const [value = ''] = typed;

  function control(): Child {
    switch (shape.kind) {
      case 'attachments':
        return (
          <>
            <KeptUploads request={request} />
            <Files request={request} {...common} required={common.required && !hasUploads} />
          </>
        );
      case 'choice':
        return choice();
      case 'choices':
        return (
          <TickGroup
            type="checkbox"
            options={options()}
            chosen={typed}
            {...common}
            required={false}
          />
        );
      case 'yes-no':
        if (!field.isRequired) return <Tick isChosen={value === 'yes'} value="yes" {...common} />;
        return <TickGroup type="radio" options={yesAndNo()} chosen={typed} {...common} />;
      default:
        return (
          <Field
            rows={
              shape.kind === 'long-text' ? (field.property === 'description' ? 10 : 5) : undefined
            }
            value={value}
            placeholder={wordIn(field.placeholders, language) || undefined}
            {...common}
            {...INPUTS[shape.kind]}
          />
        );
    }
  }

  function choice(): Child {
    if (field.isRequired && shape.options.length <= FEW)
      return <TickGroup type="radio" options={options()} chosen={typed} {...common} />;
    return (
      <Select {...common}>
        <option value="">
          {wordIn(field.placeholders, language) || t(field.isRequired ? 'new.choose' : 'new.none')}
        </option>
        {options().map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </Select>
    );
  }

  const options = () =>
    shape.options.map(({ key }) => ({
      value: key,
      label: wordIn(
        property?.options.find((option) => option.key === key)?.labels ?? {},
        language,
        key,
      ),
    }));
  const yesAndNo = () =>
    (['yes', 'no'] as const).map((key) => ({ value: key, label: t(`word.${key}`) }));

  return (
    <div class={`cell ${field.width}`} data-field={field.property}>
      {control()}
      {field.property === 'subject' && (
        <SuggestionsPlace request={request} articles={suggestions} />
      )}
    </div>
  );
}
