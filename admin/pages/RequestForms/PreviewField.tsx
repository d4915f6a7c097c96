import type { FormField } from '../../../server/contracts/request-forms';
import type { PropertyDefinition } from '../../../server/contracts/properties';
import { wordIn } from '../../../server/rules/property-values';
import type { FieldState, ShapeField } from '../../../server/rules/request-forms';
import { previewWords, wordOr } from './previewWords';

/** As on the public page: a choice of so few shows every option. */
const FEW = 5;

interface Props {
  field: FormField;
  shape: ShapeField;
  state: FieldState;
  property: PropertyDefinition | undefined;
  label: string;
  language: string;
  typed: readonly string[];
  problem: string;
  onType: (typed: string[]) => void;
}

const TYPES: Partial<Record<ShapeField['kind'], string>> = { date: 'date', attachments: 'file' };

/** One field of the preview, drawn as the public page draws it. */
export function PreviewField(props: Props) {
  const { field, shape, state, property, label, language, typed, problem, onType } = props;
  const { say } = previewWords(language);
  const id = `preview-${field.property}`;
  const [value = ''] = typed;
  const help = wordOr(field.helps, language, wordIn(property?.helps ?? {}, language));
  const placeholder = wordIn(field.placeholders, language);
  const described =
    [help && `${id}-help`, problem && `${id}-problem`].filter(Boolean).join(' ') || undefined;
  const common = { 'aria-describedby': described, 'aria-invalid': problem !== '' || undefined };
  const name = (
    <>
      {label}
      {field.isRequired && (
        <span className="note"> ({say('requestForms.public.requiredMark')})</span>
      )}
    </>
  );
  const beside = (
    <>
      {help && (
        <p className="help" id={`${id}-help`}>
          {help}
        </p>
      )}
      {problem && (
        <p className="wrong" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </>
  );
  const options =
    shape.kind === 'yes-no'
      ? [
          { key: 'yes', text: say('requestForms.public.yes') },
          { key: 'no', text: say('requestForms.public.no') },
        ]
      : state.options.map((key) => ({
          key,
          text: wordIn(
            property?.options.find((option) => option.key === key)?.labels ?? {},
            language,
            key,
          ),
        }));

  const isSeen =
    shape.kind === 'choices' ||
    (field.isRequired &&
      (shape.kind === 'yes-no' || (shape.kind === 'choice' && shape.options.length <= FEW)));

  function group() {
    const isOne = shape.kind !== 'choices';
    const toggle = (key: string) => {
      if (isOne) return onType([key]);
      onType(typed.includes(key) ? typed.filter((one) => one !== key) : [...typed, key]);
    };
    return (
      <fieldset
        className="field"
        role={isOne ? 'radiogroup' : undefined}
        aria-describedby={described}
      >
        <legend className="label">{name}</legend>
        {beside}
        {options.map(({ key, text }) => (
          <label className="tick" key={key}>
            <input
              type={isOne ? 'radio' : 'checkbox'}
              name={id}
              checked={typed.includes(key)}
              onChange={() => toggle(key)}
            />
            <span>{text}</span>
          </label>
        ))}
      </fieldset>
    );
  }

  function tick() {
    return (
      <div className="field">
        <label className="tick">
          <input
            type="checkbox"
            checked={value === 'yes'}
            {...common}
            onChange={({ target }) => onType(target.checked ? ['yes'] : [])}
          />
          <span>{name}</span>
        </label>
        {beside}
      </div>
    );
  }

  function input() {
    const change = (event: { target: { value: string } }) => onType([event.target.value]);
    if (shape.kind === 'choice')
      return (
        <select id={id} value={value} {...common} onChange={change}>
          <option value="">
            {placeholder ||
              say(field.isRequired ? 'requestForms.public.choose' : 'requestForms.public.none')}
          </option>
          {options.map(({ key, text }) => (
            <option key={key} value={key}>
              {text}
            </option>
          ))}
        </select>
      );
    if (shape.kind === 'long-text')
      return (
        <textarea
          id={id}
          rows={field.property === 'description' ? 10 : 5}
          value={value}
          placeholder={placeholder}
          {...common}
          onChange={change}
        />
      );
    if (shape.kind === 'attachments')
      return <input id={id} type="file" multiple {...common} onChange={change} />;
    return (
      <input
        id={id}
        type={TYPES[shape.kind] ?? 'text'}
        value={value}
        placeholder={placeholder}
        {...common}
        onChange={change}
      />
    );
  }

  return (
    <div className={field.width}>
      {isSeen ? (
        group()
      ) : shape.kind === 'yes-no' ? (
        tick()
      ) : (
        <div className="field">
          <label className="label" htmlFor={id}>
            {name}
          </label>
          {beside}
          {input()}
        </div>
      )}
    </div>
  );
}
