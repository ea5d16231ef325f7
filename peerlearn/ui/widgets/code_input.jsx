const LENGTH = 6;

/** Takes digits, typed, pasted with blanks, or filled in by the phone; sends its form as soon as six are there. */
export function CodeInput({ id, name, inputMode = "numeric", className, ariaDescribedby, ariaInvalid }) {
  const type = ({ target }) => {
    const digits = target.value.replace(/\s/g, "");
    if (digits !== target.value) target.value = digits;
    if (digits.length === LENGTH && /^\d+$/.test(digits)) target.form?.requestSubmit();
  };
  return (
    <input
      id={id}
      name={name}
      type="text"
      inputMode={inputMode}
      autoComplete="one-time-code"
      className={className}
      aria-describedby={ariaDescribedby}
      aria-invalid={ariaInvalid}
      onInput={type}
    />
  );
}
