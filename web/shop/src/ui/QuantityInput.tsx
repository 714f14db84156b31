const MOST = 9_999;

/** How many: a number with a button for one less and one for one more. */
export function QuantityInput({
  value,
  onChange,
  label,
  min = 1,
  max = MOST,
  disabled = false,
}: {
  value: number;
  onChange: (quantity: number) => void;
  /** What is counted, for those who do not see it. */
  label: string;
  min?: number;
  max?: number;
  disabled?: boolean;
}) {
  const choose = (quantity: number) => {
    if (Number.isInteger(quantity)) onChange(Math.min(Math.max(quantity, min), max));
  };
  return (
    <div class="quantity">
      <button
        type="button"
        aria-label={`One less: ${label}`}
        disabled={disabled || value <= min}
        onClick={() => choose(value - 1)}
      >
        −
      </button>
      <input
        type="number"
        inputMode="numeric"
        aria-label={label}
        value={value}
        min={min}
        max={max}
        disabled={disabled}
        onChange={(event) => {
          choose(event.currentTarget.valueAsNumber);
          // What was no quantity goes back to what it is.
          event.currentTarget.value = String(value);
        }}
      />
      <button
        type="button"
        aria-label={`One more: ${label}`}
        disabled={disabled || value >= max}
        onClick={() => choose(value + 1)}
      >
        +
      </button>
    </div>
  );
}
